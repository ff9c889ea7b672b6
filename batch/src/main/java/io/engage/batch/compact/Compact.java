package io.engage.batch.compact;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchivedEvent;
import io.engage.batch.archive.RawEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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
 *
 * <p>Each run works in a folder of its own and begins by removing those of others. So a run that was taken for dead cannot put an older
 * state of an hour over a newer one: what it would put there is gone.
 */
public final class Compact {
    private static final String WORK = "curated/_work";
    private static final String FILE = "part-0.zstd.parquet";
    private static final String[] KEY = {"topic", "videoId", "eventId"};

    private final SparkSession spark;
    private final Archive archive;
    private final Consumer<String> progress;
    private final String work = WORK + "/" + UUID.randomUUID();

    /**
     * What a run did.
     *
     * @param files raw files read
     * @param hours hours of topics written
     * @param events distinct events of all hours, new or not
     */
    public record Outcome(int files, int hours, long events) {}

    /** @param progress hears what the run is at, a line at a time */
    public Compact(SparkSession spark, Archive archive, Consumer<String> progress) {
        this.spark = spark;
        this.archive = archive;
        this.progress = progress;
    }

    /**
     * Compacts the hours of arrival from the first up to and without the last.
     *
     * @param again also those files that an earlier run has compacted
     */
    public Outcome run(Hour from, Hour to, boolean again) throws IOException {
        Compacted compacted = Compacted.read(archive);
        List<Archive.RawFile> all = archive.raw(Archive.EVENTS, from, to);
        List<Archive.RawFile> files = again
                ? all
                : all.stream().filter(file -> !compacted.holds(file)).toList();
        archive.files().delete(archive.path(WORK), true);
        int hours = 0;
        if (!files.isEmpty()) {
            progress.accept("Reading " + files.size() + " raw files, " + megabytes(files) + " MB");
            Path fresh = archive.path(work + "/fresh");
            firstOfEach(RawEvents.read(spark, files).toDF())
                    .write()
                    .partitionBy("dt")
                    .option("compression", "zstd")
                    .parquet(fresh.toString());
            for (Path day : days(archive.files(), fresh)) {
                progress.accept("Writing the hours of " + day.getName());
                hours += merge(day);
            }
            archive.files().delete(archive.path(WORK), true);
        }
        if (from.equals(Hour.FIRST)) {
            // Only a run from the beginning leaves no older file out.
            compacted.add(files);
        }
        return new Outcome(files.size(), hours, events());
    }

    /** The folders of days among what a job wrote. A store of objects may still show the folder of what was under way. */
    static List<Path> days(FileSystem files, Path written) throws IOException {
        return Arrays.stream(files.listStatus(written, path -> path.getName().startsWith("dt=")))
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .toList();
    }

    private static long megabytes(List<Archive.RawFile> files) {
        return files.stream().mapToLong(Archive.RawFile::length).sum() >> 20;
    }

    private static Dataset<Row> firstOfEach(Dataset<Row> events) {
        Column[] key = {col("dt"), col("topic"), col("videoId"), col("eventId")};
        return events.withColumn(
                        "nth",
                        row_number()
                                .over(Window.partitionBy(key).orderBy(col("arrival"), col("partition"), col("offset"))))
                .where(col("nth").equalTo(1))
                .drop("nth");
    }

    /** Brings the new events of a day into its hours; returns how many hours of topics were written. */
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
        Path out = archive.path(work + "/" + dt);
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
            // Object stores keep what is left of Spark's own folder for unfinished files.
            if (!hour.isDirectory() || hour.getPath().getName().startsWith("_")) {
                continue;
            }
            for (FileStatus topic : archive.files().listStatus(hour.getPath())) {
                FileStatus[] parts = archive.files()
                        .listStatus(topic.getPath(), path -> path.getName().endsWith(".parquet"));
                if (parts.length != 1) {
                    throw new IOException(topic.getPath() + " has " + parts.length + " files in place of one");
                }
                String name = hour.getPath().getName() + "/" + topic.getPath().getName() + "/" + FILE;
                archive.replace(parts[0].getPath(), new Path(day, name));
                hours++;
            }
        }
        return hours;
    }

    private long events() throws IOException {
        return archive.files().exists(archive.path("curated"))
                ? spark.read()
                        .schema(Encoders.bean(ArchivedEvent.class).schema())
                        .parquet(archive.curated())
                        .count()
                : 0;
    }
}
