package io.engage.batch.reconcile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.RawEvents;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Views, likes, dislikes and comments of every video, recomputed and live. */
public final class Reconcile {
    /** How long the live figures remember an event's id after its last arrival, ms. */
    private static final long HORIZON = 120_000;

    private static final Map<String, String> COUNTED_BY =
            Map.of("views", "play", "likes", "like", "dislikes", "dislike", "comments", "comment");

    private static final List<String> FIGURES = List.of("views", "likes", "dislikes", "comments");

    private final SparkSession spark;
    private final Archive archive;
    private final String portal;

    /** @param portal its address */
    public Reconcile(SparkSession spark, Archive archive, String portal) {
        this.spark = spark;
        this.archive = archive;
        this.portal = portal;
    }

    /**
     * Compares all figures of all videos that both sides know.
     *
     * @param recomputed the totals of the archive
     * @param compared hears of each figure, video by video
     */
    public void run(Dataset<Row> recomputed, Consumer<Difference> compared) throws IOException, InterruptedException {
        Map<String, Long> late = lateDuplicates();
        try (LiveFigures live = new LiveFigures(portal)) {
            Iterator<Row> videos = recomputed.orderBy("videoId").toLocalIterator();
            while (videos.hasNext()) {
                Row video = videos.next();
                String id = video.getAs("videoId");
                Optional<JsonNode> shown = live.of(id);
                if (shown.isPresent()) {
                    compare(video, shown.get(), late, compared);
                }
            }
        }
    }

    private static void compare(Row video, JsonNode shown, Map<String, Long> late, Consumer<Difference> compared) {
        String id = video.getAs("videoId");
        JsonNode ended = shown.get("ended_at");
        for (String figure : FIGURES) {
            JsonNode value = shown.get(figure);
            // A figure that is not there is not counted by any service that runs.
            if (value != null) {
                compared.accept(new Difference(
                        id,
                        figure,
                        value.asLong(),
                        video.<Long>getAs(figure),
                        late.getOrDefault(COUNTED_BY.get(figure) + " " + id, 0L),
                        ended == null || ended.isNull() ? null : ended.asLong()));
            }
        }
    }

    /** Repetitions that came two minutes or more after the one before, by type and video; a session's plays are one view. */
    private Map<String, Long> lateDuplicates() throws IOException {
        Column before = lag(col("arrival"), 1)
                .over(Window.partitionBy(col("topic"), col("videoId"), col("eventId"))
                        .orderBy(col("arrival"), col("offset")));
        Map<String, Long> late = new HashMap<>();
        RawEvents.read(spark, archive.raw(Archive.EVENTS, Hour.FIRST, Hour.END))
                .toDF()
                .where(col("eventType")
                        .isin("like", "dislike", "comment")
                        .or(col("eventType")
                                .equalTo("play")
                                .and(col("sessionId").isNull())))
                .select("topic", "videoId", "eventId", "eventType", "arrival", "offset")
                .withColumn("before", before)
                .where(col("arrival").minus(col("before")).geq(HORIZON))
                .groupBy("eventType", "videoId")
                .agg(count(lit(1)).as("n"))
                .collectAsList()
                .forEach(row -> late.put(row.getString(0) + " " + row.getString(1), row.getLong(2)));
        return late;
    }
}
