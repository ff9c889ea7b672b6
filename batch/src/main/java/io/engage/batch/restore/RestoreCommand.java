package io.engage.batch.restore;

import io.engage.batch.Elapsed;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchiveOptions;
import io.engage.batch.archive.HourOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code restore}. */
@Command(
        name = "restore",
        description = "Puts archived events back into Kafka, without those that are there.",
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ArchiveOptions where;

    @Mixin
    private HourOptions hours;

    @Option(
            names = "--kafka",
            paramLabel = "SERVERS",
            required = true,
            defaultValue = "${sys:engage.batch.kafka}",
            description = "Kafka's bootstrap servers, such as 127.0.0.1:9092")
    private String kafka;

    @Option(
            names = "--kafka-settings",
            paramLabel = "FILE",
            defaultValue = "${sys:engage.batch.kafka-settings}",
            description = "a properties file with what Kafka wants of its clients, such as TLS and SCRAM, as for the"
                    + " --command-config of Kafka's own tools")
    private Path settings;

    @ArgGroup
    private Moved moved = new Moved();

    private static final class Moved {
        @Option(
                names = "--to-now",
                description = "moves all events by the same, so that at --speed 1 the first happens now, else the last")
        private boolean toNow;

        @Option(
                names = "--shift",
                paramLabel = "DURATION",
                description = "moves all events by this, such as PT24H; twice by the same doubles nothing")
        private Duration shift = Duration.ZERO;
    }

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "0",
            description = "1 is the original pace, 2 twice as fast, 0 as fast as it goes (default)")
    private double speed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new ParameterException(spec.commandLine(), "--speed is 0 or more, not " + speed);
        }
        Elapsed elapsed = new Elapsed();
        Move move =
                moved.toNow ? new Move.ToNow() : moved.shift.isZero() ? new Move.AsItWas() : new Move.By(moved.shift);
        KafkaCluster cluster = settings == null ? KafkaCluster.open(kafka) : KafkaCluster.of(kafka, settings);
        Restore.Outcome outcome = new Restore(where.open(), cluster, Archive.EVENTS, System.err::println)
                .run(hours.from(), hours.to(), move, speed);
        System.out.println(outcome.sent() + " events sent; " + outcome.leftOut()
                + " left out, since they were there already or archived twice; " + elapsed);
        return 0;
    }
}
