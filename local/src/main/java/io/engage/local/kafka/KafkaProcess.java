package io.engage.local.kafka;

import io.engage.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.logging.LogManager;

/** A Kafka broker as a process: runs until it is asked to end. */
public final class KafkaProcess {
    private KafkaProcess() {}

    /** Takes the data folder, the port for clients, and the port of the controller. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream logging = KafkaProcess.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(logging);
        }
        EmbeddedKafka kafka = EmbeddedKafka.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "end"));
        kafka.awaitEnd();
    }
}
