package io.engage.batch.reconcile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.RawEvents;
import io.engage.events.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Views, likes, dislikes and comments of every video, recomputed and live. */
public final class Reconcile {
    private static final long HORIZON = 120_000;
    private static final List<String> FIGURES = List.of("views", "likes", "dislikes", "comments");
    private static final Map<String, String> COUNTED_BY =
            Map.of("views", "play", "likes", "like", "dislikes", "dislike", "comments", "comment");

    private final SparkSession spark;
    private final Archive archive;
    private final LiveFigures live;

    /** @param portal its address */
    public Reconcile(SparkSession spark, Archive archive, String portal) {
        this.spark = spark;
        this.archive = archive;
        this.live = new LiveFigures(portal);
    }

    /** All figures of all videos that both sides know. */
    public List<Difference> run(Dataset<Row> recomputed) throws IOException, InterruptedException {
        Map<String, Long> late = lateDuplicates();
        List<Difference> all = new ArrayList<>();
        for (Row video : recomputed.orderBy("videoId").collectAsList()) {
            String id = video.getAs("videoId");
            Optional<JsonNode> shown = live.of(id);
            if (shown.isEmpty()) {
                continue;
            }
            for (String figure : FIGURES) {
                JsonNode value = shown.get().get(figure);
                // A figure that is not there is not counted by any service that runs.
                if (value != null) {
                    all.add(new Difference(
                            id,
                            figure,
                            value.asLong(),
                            video.<Long>getAs(figure),
                            late.getOrDefault(COUNTED_BY.get(figure) + " " + id, 0L),
                            shown.get().hasNonNull("ended_at")
                                    ? Long.valueOf(shown.get().get("ended_at").asLong())
                                    : null));
                }
            }
        }
        return all;
    }

    /** Repetitions that came two minutes or more after the one before, by type and video; a session's plays are one view. */
    private Map<String, Long> lateDuplicates() throws IOException {
        List<Archive.RawFile> files = archive.raw(
                List.of(Topics.VIEWS, Topics.REACTIONS, Topics.COMMENTS), new Hour(0), new Hour(Integer.MAX_VALUE));
        Column before = lag(col("arrival"), 1)
                .over(Window.partitionBy(col("topic"), col("videoId"), col("eventId"))
                        .orderBy(col("arrival"), col("offset")));
        Map<String, Long> late = new HashMap<>();
        RawEvents.read(spark, files)
                .toDF()
                .where(col("eventType")
                        .isin("like", "dislike", "comment")
                        .or(col("eventType")
                                .equalTo("play")
                                .and(col("sessionId").isNull())))
                .withColumn("before", before)
                .where(col("arrival").minus(col("before")).geq(HORIZON))
                .groupBy("eventType", "videoId")
                .agg(count(lit(1)).as("n"))
                .collectAsList()
                .forEach(row -> late.put(row.getString(0) + " " + row.getString(1), row.getLong(2)));
        return late;
    }
}
