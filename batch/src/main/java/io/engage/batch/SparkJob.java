package io.engage.batch;

import io.engage.batch.archive.ArchiveOptions;
import org.apache.spark.sql.SparkSession;

/** How a job runs on Spark: as {@code spark-submit} says, else on all cores of this machine. */
public final class SparkJob {
    private SparkJob() {}

    /**
     * Starts a job.
     *
     * @param name for people
     * @param where adds what the file systems need to know
     */
    public static SparkSession start(String name, ArchiveOptions where) {
        SparkSession.Builder builder = SparkSession.builder()
                .appName("engage " + name)
                .config("spark.sql.session.timeZone", "UTC")
                // Else it warns that it does not print all of a plan.
                .config("spark.sql.debug.maxToStringFields", 200)
                // Without check sums beside the files: two files cannot be replaced at once.
                .config("spark.hadoop.fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.ui.enabled", false)
                    .config("spark.ui.showConsoleProgress", Boolean.getBoolean("engage.terminal"))
                    .config("spark.sql.shuffle.partitions", 16);
        }
        SparkSession spark = builder.getOrCreate();
        where.configuration(spark.sparkContext().hadoopConfiguration());
        return spark;
    }
}
