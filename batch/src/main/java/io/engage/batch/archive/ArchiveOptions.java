package io.engage.batch.archive;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where the archive is, as the command line says it. */
public final class ArchiveOptions {
    @Option(
            names = "--archive",
            paramLabel = "ADDRESS",
            required = true,
            defaultValue = "${sys:engage.batch.archive}",
            description = "the bucket with its prefix, such as s3a://bucket/prefix, or a folder")
    private String address;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "of an S3-compatible store, for s3a:// (default: AWS); its buckets are named in the path")
    private String endpoint;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "of the bucket, for s3a:// (default: AWS finds it)")
    private String region;

    /**
     * The archive, as the job's Spark reads it.
     *
     * @throws IOException with a message for people when there is none
     */
    public Archive open(SparkSession spark) throws IOException {
        return Archive.open(address, spark.sparkContext().hadoopConfiguration());
    }

    /**
     * The archive, for a job that needs no Spark.
     *
     * @throws IOException with a message for people when there is none
     */
    public Archive open() throws IOException {
        return Archive.open(address, configuration(SparkHadoopUtil.get().newConfiguration(new SparkConf())));
    }

    /** Adds what the options say to the settings of Hadoop's file systems. */
    public Configuration configuration(Configuration hadoop) {
        // Files are read from end to end here, which needs no guesses of what is read next.
        hadoop.set("fs.s3a.input.stream.type", "classic");
        if (endpoint != null) {
            hadoop.set("fs.s3a.endpoint", endpoint);
            hadoop.set("fs.s3a.path.style.access", "true");
            hadoop.set("fs.s3a.connection.ssl.enabled", Boolean.toString(endpoint.startsWith("https:")));
        }
        if (region != null) {
            hadoop.set("fs.s3a.endpoint.region", region);
        } else if (endpoint != null) {
            // Else the client asks AWS where the bucket is.
            hadoop.set("fs.s3a.endpoint.region", "us-east-1");
        }
        return hadoop;
    }
}
