package io.engage.bench.site;

import io.engage.embedded.EmbeddedKafka;
import java.nio.file.Path;

/** The embedded Kafka as a process of its own, so that its CPU time is not that of what is measured. */
public final class Broker {
    private Broker() {}

    /**
     * Runs it until the process is ended.
     *
     * @param arguments folder, port, port of the controller
     */
    public static void main(String[] arguments) {
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        kafka.awaitEnd();
    }
}
