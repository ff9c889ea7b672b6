package io.engage.batch;

import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchiveOptions;
import io.engage.batch.archive.ArchivedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The one Spark of all tests, as the jobs run it; it ends with their process. */
public final class TestSpark {
    private TestSpark() {}

    public static SparkSession get() {
        SparkSession spark = SparkJob.start("test", new ArchiveOptions());
        // Enough to be more than one, for a handful of events.
        spark.conf().set("spark.sql.shuffle.partitions", 2);
        return spark;
    }

    /** The archive in a folder. */
    public static Archive archive(Path folder) throws IOException {
        return Archive.open(folder.toUri().toString(), get().sparkContext().hadoopConfiguration());
    }

    /** The curated rows as text, file by file in their order. */
    public static List<String> curated(Archive archive, String... columns) throws IOException {
        return get()
                .read()
                .schema(Encoders.bean(ArchivedEvent.class).schema())
                .parquet(archive.compacted())
                .orderBy("dt", "hr", "topic", "videoId", "timestamp", "arrival", "offset")
                .selectExpr("concat_ws(' ', " + String.join(", ", columns) + ")")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
