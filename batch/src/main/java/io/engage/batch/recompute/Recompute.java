package io.engage.batch.recompute;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchivedEvent;
import io.engage.batch.archive.RawEvents;
import io.engage.batch.archive.Records;
import io.engage.events.Topics;
import io.engage.figures.viewers.SessionRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Recomputes per video its totals, and per minute what was shown of it, from the curated archive. Results, each replaced as a whole:
 * {@code recomputed/videos.zstd.parquet} and {@code recomputed/minutes.zstd.parquet}.
 */
public final class Recompute {
    private static final String WORK = "recomputed/_work";
    private static final long MINUTE = 60_000;

    private final SparkSession spark;
    private final Archive archive;
    private final Consumer<String> progress;

    /** @param progress hears what it is at, a line at a time */
    public Recompute(SparkSession spark, Archive archive, Consumer<String> progress) {
        this.spark = spark;
        this.archive = archive;
        this.progress = progress;
    }

    /** Recomputes all and returns the totals, as they were written. */
    public Dataset<Row> run() throws IOException {
        Dataset<ArchivedEvent> events = curated();
        Row last = events.agg(max("arrival")).first();
        long until = last.isNullAt(0) ? 0 : last.getLong(0);
        progress.accept("Counting video by video");
        archive.files().delete(archive.path(WORK), true);
        // Both results come of one pass; it may be larger than the memory.
        Dataset<VideoFigures> figures = figures(events, until).persist(StorageLevel.DISK_ONLY());
        try {
            Dataset<Row> totals = figures.select("totals.*");
            write(totals.repartition(1).sortWithinPartitions("videoId"), "videos");
            progress.accept("Writing the minutes");
            Dataset<Row> minutes =
                    figures.select(explode(col("minutes")).as("minute")).select("minute.*");
            write(withMood(minutes).repartition(1).sortWithinPartitions("videoId", "minute"), "minutes");
        } finally {
            figures.unpersist();
        }
        archive.files().delete(archive.path(WORK), true);
        return spark.read().parquet(result("videos").toString());
    }

    private Path result(String name) {
        return archive.path("recomputed/" + name + ".zstd.parquet");
    }

    private void write(Dataset<Row> rows, String name) throws IOException {
        Path work = archive.path(WORK + "/" + UUID.randomUUID());
        rows.write().option("compression", "zstd").parquet(work.toString());
        for (FileStatus file :
                archive.files().listStatus(work, path -> path.getName().endsWith(".parquet"))) {
            archive.replace(file.getPath(), result(name));
        }
    }

    private Dataset<ArchivedEvent> curated() throws IOException {
        return spark.read()
                .schema(Encoders.bean(ArchivedEvent.class).schema())
                .parquet(archive.compacted())
                .as(Encoders.bean(ArchivedEvent.class));
    }

    private static Dataset<VideoFigures> figures(Dataset<ArchivedEvent> events, long until) {
        return events
                // What was said does not count, only that it was.
                .withColumn("comment", lit(null).cast(DataTypes.StringType))
                .withColumn("title", lit(null).cast(DataTypes.StringType))
                .withColumn("eventId", lit(null).cast(DataTypes.StringType))
                .as(Encoders.bean(ArchivedEvent.class))
                .repartition(col("videoId"))
                .sortWithinPartitions("videoId", "topic", "partition", "offset")
                .mapPartitions(
                        (MapPartitionsFunction<ArchivedEvent, VideoFigures>) rows -> new Videos(rows, until),
                        Encoders.bean(VideoFigures.class));
    }

    /** Adds the mean mood of each minute, from the points that were archived; of several for one slot the last holds. */
    private Dataset<Row> withMood(Dataset<Row> minutes) throws IOException {
        StructType type = new StructType()
                .add("line", DataTypes.StringType)
                .add("arrival", DataTypes.LongType)
                .add("offset", DataTypes.LongType);
        List<Archive.RawFile> files = archive.raw(List.of(Topics.POINTS), Hour.FIRST, Hour.END);
        Dataset<Row> points = spark.createDataFrame(RawEvents.records(spark, files, MoodPoints::new), type);
        Dataset<Row> moods = points.select(
                        get_json_object(col("line"), "$.video_id").as("videoId"),
                        get_json_object(col("line"), "$.t").cast("long").as("t"),
                        get_json_object(col("line"), "$.sentiment")
                                .cast("double")
                                .as("sentiment"),
                        col("arrival"),
                        col("offset"))
                .groupBy(col("videoId"), col("t"))
                .agg(max_by(col("sentiment"), struct(col("arrival"), col("offset")))
                        .as("sentiment"))
                .where(col("sentiment").isNotNull())
                .withColumn("minute", col("t").minus(col("t").mod(MINUTE)))
                .groupBy(col("videoId"), col("minute"))
                .agg(avg("sentiment").as("mood"));
        return minutes.join(
                moods,
                CollectionConverters.asScala(List.of("videoId", "minute")).toSeq(),
                "left");
    }

    /** The lines of a raw file that are points with a mood. */
    private static final class MoodPoints extends Records<Row> {
        MoodPoints(String address, Configuration hadoop) throws IOException {
            super(address, hadoop);
        }

        @Override
        protected Row read(ArchivedLines record, long number) {
            String line = new String(record.line(), StandardCharsets.UTF_8);
            return line.contains("\"sentiment\":") ? RowFactory.create(line, record.arrival(), record.offset()) : null;
        }
    }

    /** Goes through rows that are sorted by video, one video in memory at a time. */
    private static final class Videos implements Iterator<VideoFigures> {
        private final Iterator<ArchivedEvent> rows;
        private final long until;
        private ArchivedEvent next;

        Videos(Iterator<ArchivedEvent> rows, long until) {
            this.rows = rows;
            this.until = until;
            this.next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public VideoFigures next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            String video = next.getVideoId();
            Recount recount = new Recount(video, SessionRules.DEFAULT);
            while (next != null && next.getVideoId().equals(video)) {
                recount.add(next);
                next = rows.hasNext() ? rows.next() : null;
            }
            return recount.figures(until);
        }
    }
}
