package io.engage.batch.recompute;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchivedEvent;
import io.engage.batch.archive.RawEvents;
import io.engage.events.Topics;
import io.engage.figures.viewers.SessionRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Recomputes per video its totals, and per minute what was shown of it, from the curated archive. Results:
 * {@code recomputed/videos} and {@code recomputed/minutes}, in Parquet.
 */
public final class Recompute {
    private final SparkSession spark;
    private final Archive archive;

    public Recompute(SparkSession spark, Archive archive) {
        this.spark = spark;
        this.archive = archive;
    }

    /** Recomputes all and returns the totals, as they were written. */
    public Dataset<Row> run() throws IOException {
        Dataset<ArchivedEvent> events = curated();
        long until = events.agg(max("arrival")).first().getLong(0);
        String videos = archive.path("recomputed/videos").toString();
        totals(events, until)
                .write()
                .mode(SaveMode.Overwrite)
                .option("compression", "zstd")
                .parquet(videos);
        Dataset<Row> minutes = minutes(events, until).toDF();
        Dataset<Row> moods = moods();
        minutes.join(
                        moods,
                        minutes.col("videoId")
                                .equalTo(moods.col("moodVideo"))
                                .and(minutes.col("minute").equalTo(moods.col("moodMinute"))),
                        "left")
                .drop("moodVideo", "moodMinute")
                .sort("videoId", "minute")
                .write()
                .mode(SaveMode.Overwrite)
                .option("compression", "zstd")
                .parquet(archive.path("recomputed/minutes").toString());
        return spark.read().parquet(videos);
    }

    /** The distinct events, video by video, those of each topic in the order of the log. */
    private Dataset<ArchivedEvent> curated() {
        return spark.read()
                .option("recursiveFileLookup", "false")
                .schema(Encoders.bean(ArchivedEvent.class).schema())
                .parquet(archive.curated())
                .as(Encoders.bean(ArchivedEvent.class))
                .repartition(col("videoId"))
                .sortWithinPartitions("videoId", "topic", "partition", "offset");
    }

    private static Dataset<VideoTotals> totals(Dataset<ArchivedEvent> events, long until) {
        return events.mapPartitions(
                (org.apache.spark.api.java.function.MapPartitionsFunction<ArchivedEvent, VideoTotals>)
                        rows -> new Videos<>(
                                rows, recount -> List.of(recount.totals(until)).iterator()),
                Encoders.bean(VideoTotals.class));
    }

    private static Dataset<VideoMinute> minutes(Dataset<ArchivedEvent> events, long until) {
        return events.mapPartitions(
                (org.apache.spark.api.java.function.MapPartitionsFunction<ArchivedEvent, VideoMinute>)
                        rows -> new Videos<>(rows, recount -> {
                            recount.totals(until);
                            return recount.minutes().iterator();
                        }),
                Encoders.bean(VideoMinute.class));
    }

    /** The mean mood of each minute, from the points that were archived; of several for one slot the last holds. */
    private Dataset<Row> moods() throws IOException {
        List<String> files = archive.raw(List.of(Topics.POINTS), new Hour(0), new Hour(Integer.MAX_VALUE)).stream()
                .map(Archive.RawFile::address)
                .toList();
        StructType type = new StructType()
                .add("line", DataTypes.StringType)
                .add("arrival", DataTypes.LongType)
                .add("offset", DataTypes.LongType);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> lines = spark.createDataFrame(
                context.parallelize(files, Math.max(1, Math.min(files.size(), 64)))
                        .flatMap(Recompute::points),
                type);
        return lines.select(
                        get_json_object(col("line"), "$.video_id").as("moodVideo"),
                        get_json_object(col("line"), "$.t").cast("long").as("t"),
                        get_json_object(col("line"), "$.sentiment")
                                .cast("double")
                                .as("sentiment"),
                        col("arrival"),
                        col("offset"))
                .where(col("sentiment").isNotNull())
                .groupBy(col("moodVideo"), col("t"))
                .agg(max_by(col("sentiment"), struct(col("arrival"), col("offset")))
                        .as("sentiment"))
                .withColumn("moodMinute", col("t").minus(col("t").mod(60_000)))
                .groupBy(col("moodVideo"), col("moodMinute"))
                .agg(avg("sentiment").as("mood"));
    }

    private static Iterator<Row> points(String address) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ArchivedLines lines = RawEvents.open(address)) {
            while (lines.next()) {
                String line = new String(lines.line(), StandardCharsets.UTF_8);
                if (line.contains("\"sentiment\":")) {
                    rows.add(RowFactory.create(line, lines.arrival(), lines.offset()));
                }
            }
        }
        return rows.iterator();
    }

    /** Goes through rows that are sorted by video, one video in memory at a time. */
    private static final class Videos<T> implements Iterator<T> {
        private final Iterator<ArchivedEvent> rows;
        private final java.util.function.Function<Recount, Iterator<? extends T>> results;
        private ArchivedEvent next;
        private Iterator<? extends T> ready = java.util.Collections.emptyIterator();

        Videos(Iterator<ArchivedEvent> rows, java.util.function.Function<Recount, Iterator<? extends T>> results) {
            this.rows = rows;
            this.results = results;
            this.next = rows.hasNext() ? rows.next() : null;
        }

        @Override
        public boolean hasNext() {
            while (!ready.hasNext() && next != null) {
                String video = next.getVideoId();
                Recount recount = new Recount(video, SessionRules.DEFAULT);
                while (next != null && next.getVideoId().equals(video)) {
                    recount.add(next);
                    next = rows.hasNext() ? rows.next() : null;
                }
                ready = results.apply(recount);
            }
            return ready.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            return ready.next();
        }
    }
}
