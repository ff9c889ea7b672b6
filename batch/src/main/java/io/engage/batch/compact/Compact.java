package io.engage.batch.compact;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.RawEvents;
import io.engage.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Takes the raw files that came since the last run, drops what is there already (an event is known by topic, video and
 * {@code event_id} within the day it happened on; the first to arrive stays), and writes the hours that gained events anew.
 *
 * <p>An hour of a topic is one Parquet file, {@code curated/dt=2026-11-23/hr=01/topic=engage.views/part-0.zstd.parquet}, sorted by video and
 * time; it is replaced as a whole. Which events it holds follows from the raw files alone, so a run that was killed between
 * two hours is finished by the next.
 */
public final class Compact {
    private static final List<String> EVENTS = List.of(Topics.VIEWS, Topics.REACTIONS, Topics.COMMENTS);
    private static final String WORK = "curated/_work";
    private static final String FILE = "part-0.zstd.parquet";
    private static final String[] KEY = {"topic", "videoId", "eventId"};

    private final SparkSession spark;
    private final Archive archive;

    /** What a run did. */
    public record Outcome(int files, long events, int hours) {}

    public Compact(SparkSession spark, Archive archive) {
        this.spark = spark;
        this.archive = archive;
    }

    /**
     * Compacts the hours of arrival from the first up to and without the last.
     *
     * @param again also those files that an earlier run has compacted
     */
    public Outcome run(Hour from, Hour to, boolean again) throws IOException {
        Compacted compacted = Compacted.read(archive);
        List<Archive.RawFile> all = archive.raw(EVENTS, from, to);
        List<Archive.RawFile> files = again
                ? all
                : all.stream().filter(file -> !compacted.holds(file)).toList();
        if (files.isEmpty()) {
            return new Outcome(0, 0, 0);
        }
        // What a run that was killed left there.
        archive.files().delete(archive.path(WORK), true);
        String fresh = archive.path(WORK + "/fresh").toString();
        distinct(RawEvents.read(spark, files).toDF())
                .write()
                .partitionBy("dt")
                .option("compression", "zstd")
                .parquet(fresh);
        int hours = 0;
        for (FileStatus day : archive.files().listStatus(new Path(fresh))) {
            if (day.isDirectory()) {
                hours += merge(day.getPath());
            }
        }
        archive.files().delete(archive.path(WORK), true);
        if (from.number() == 0) {
            // Only a run from the beginning leaves no older file out.
            compacted.add(files);
        }
        return new Outcome(files.size(), events(), hours);
    }

    private static Dataset<Row> distinct(Dataset<Row> events) {
        Column[] key = {col("dt"), col("topic"), col("videoId"), col("eventId")};
        return events.withColumn(
                        "nth",
                        row_number()
                                .over(Window.partitionBy(key).orderBy(col("arrival"), col("partition"), col("offset"))))
                .where(col("nth").equalTo(1))
                .drop("nth");
    }

    private int merge(Path freshDay) throws IOException {
        String dt = freshDay.getName();
        Path day = archive.path("curated/" + dt);
        Dataset<Row> fresh = spark.read().parquet(freshDay.toString());
        Dataset<Row> result = fresh;
        if (archive.files().exists(day)) {
            Dataset<Row> there =
                    spark.read().schema(fresh.schema()).parquet(day.toString()).select(columns(fresh));
            Dataset<Row> keys = there.select(col(KEY[0]), col(KEY[1]), col(KEY[2]));
            Dataset<Row> news = fresh.join(keys, names(KEY), "left_anti").select(columns(fresh));
            Dataset<Row> hours = news.select("hr", "topic").distinct();
            result = news.unionByName(
                    there.join(hours, names("hr", "topic"), "left_semi").select(columns(fresh)));
        }
        Path out = archive.path(WORK + "/" + dt);
        result.repartition(col("hr"), col("topic"))
                .sortWithinPartitions("hr", "topic", "videoId", "timestamp", "arrival", "offset")
                .write()
                .mode(SaveMode.Overwrite)
                .partitionBy("hr", "topic")
                .option("compression", "zstd")
                .parquet(out.toString());
        return place(out, day);
    }

    private static Seq<String> names(String... names) {
        return CollectionConverters.asScala(List.of(names)).toSeq();
    }

    private static Column[] columns(Dataset<Row> like) {
        List<Column> columns = new ArrayList<>();
        for (String name : like.columns()) {
            columns.add(col(name));
        }
        return columns.toArray(Column[]::new);
    }

    private int place(Path from, Path day) throws IOException {
        int hours = 0;
        for (FileStatus hour : archive.files().listStatus(from)) {
            if (!hour.isDirectory()) {
                continue;
            }
            for (FileStatus topic : archive.files().listStatus(hour.getPath())) {
                FileStatus[] parts = archive.files()
                        .listStatus(topic.getPath(), path -> path.getName().endsWith(".parquet"));
                if (parts.length != 1) {
                    throw new IOException(topic.getPath() + " has " + parts.length + " files in place of one");
                }
                Path target = new Path(
                        new Path(
                                new Path(day, hour.getPath().getName()),
                                topic.getPath().getName()),
                        FILE);
                replace(parts[0].getPath(), target);
                hours++;
            }
        }
        return hours;
    }

    /** A reader sees the old file or the new one, never a part: stores replace an object as a whole, file systems rename. */
    private void replace(Path from, Path to) throws IOException {
        FileSystem files = archive.files();
        files.mkdirs(to.getParent());
        if (files.getScheme().equals("file") || files.getScheme().equals("hdfs")) {
            FileContext.getFileContext(files.getUri(), files.getConf()).rename(from, to, Options.Rename.OVERWRITE);
            return;
        }
        try (InputStream in = files.open(from);
                OutputStream out = files.create(to, true)) {
            IOUtils.copyBytes(in, out, 1 << 20);
        }
    }

    private long events() {
        return spark.read().parquet(archive.curated()).count();
    }
}
