package io.engage.batch.recompute;

import static org.apache.spark.sql.functions.desc;

import io.engage.batch.Elapsed;
import io.engage.batch.SparkJob;
import io.engage.batch.archive.ArchiveOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code recompute}. */
@Command(
        name = "recompute",
        description = "Counts every total once more from the compacted hours, and what was shown every minute.",
        mixinStandardHelpOptions = true)
public final class RecomputeCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin
    private ArchiveOptions where;

    @Override
    public Integer call() throws IOException {
        Elapsed elapsed = new Elapsed();
        try (SparkSession spark = SparkJob.start("recompute", where)) {
            Dataset<Row> videos = new Recompute(spark, where.open(spark), System.err::println).run();
            videos.orderBy(desc("views")).show(SHOWN, false);
            System.out.println(videos.count() + " videos, those of most views above; " + elapsed);
            return 0;
        }
    }
}
