package io.engage.batch.compact;

import io.engage.batch.Elapsed;
import io.engage.batch.SparkJob;
import io.engage.batch.archive.ArchiveOptions;
import io.engage.batch.archive.HourOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compact}. */
@Command(
        name = "compact",
        description =
                "Writes each event once into hours by its own time, in Parquet; takes what came since the last run.",
        mixinStandardHelpOptions = true)
public final class CompactCommand implements Callable<Integer> {
    @Mixin
    private ArchiveOptions where;

    @Mixin
    private HourOptions hours;

    @Option(names = "--again", description = "also what an earlier run has compacted")
    private boolean again;

    @Override
    public Integer call() throws IOException {
        Elapsed elapsed = new Elapsed();
        try (SparkSession spark = SparkJob.start("compact", where)) {
            Compact.Outcome outcome =
                    new Compact(spark, where.open(spark), System.err::println).run(hours.from(), hours.to(), again);
            System.out.println(outcome.files() + " new raw files; " + outcome.hours() + " hours of topics written; "
                    + outcome.events() + " distinct events in all; " + elapsed);
            return 0;
        }
    }
}
