package peers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.window;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark Structured Streaming peer: one query for the running totals of both topics and one for the 10 s windows of
 * the reactions, both in update mode with a one-second trigger, {@code foreachBatch} to Redis. {@code --window 1} keeps
 * windows of 1 s instead and sums ten of them on the way out.
 */
public final class Spark {
    private static final String TOTALS = "totals";
    private static final String WINDOWS = "windows";
    private static final StructType FIELDS = new StructType()
            .add("event_type", DataTypes.StringType)
            .add("video_id", DataTypes.StringType)
            .add("timestamp", DataTypes.LongType);

    private Spark() {}

    public static void main(String[] argv) throws Exception {
        Args args = new Args(argv);
        String redis = args.text("redis");
        Oracle oracle = Oracle.read(Path.of(args.text("truth")));
        RedisFigures.clear(redis);

        SparkSession spark = SparkSession.builder().appName("peers").master("local[" + args.number("threads", 2) + "]")
                .config("spark.sql.shuffle.partitions", args.number("threads", 2))
                .config("spark.scheduler.mode", "FAIR")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.ui.enabled", false)
                .config("spark.log.level", "WARN")
                .getOrCreate();
        long window = args.number("window", SlidingView.SECONDS);
        Meter meter = new Meter(args.text("name", "spark"), oracle.events());
        spark.streams().addListener(new Progress(oracle));

        Dataset<Row> totals = events(spark, args, Topics.VIEWS + "," + Topics.REACTIONS, 1)
                .groupBy("video_id")
                .agg(count("start_video").as("views"), count("play").minus(count("leave")).as("open"),
                        count("like").as("likes"), count("dislike").as("dislikes"));
        Dataset<Row> windows = events(spark, args, Topics.REACTIONS, (double) oracle.reactions() / oracle.events())
                .withColumn("at", timestamp_millis(col("timestamp")))
                .withWatermark("at", "5 seconds")
                .groupBy(col("video_id"), window(col("at"), window + " seconds", "1 second"))
                .agg(count("like").as("likes"), count("dislike").as("dislikes"))
                .select(col("video_id"), col("window.start").cast("long").as("start"), col("likes"), col("dislikes"));

        RedisFigures totalsOut = new RedisFigures(redis);
        StreamingQuery first = start(totals, TOTALS, args, (batch, id) -> writeTotals(batch, totalsOut));
        RedisFigures windowsOut = new RedisFigures(redis);
        Map<String, SlidingView> views = new HashMap<>();
        StreamingQuery second =
                start(windows, WINDOWS, args, (batch, id) -> writeWindows(batch, window, views, windowsOut));

        meter.await(60);
        oracle.verify(meter, redis, 30);
        first.stop();
        second.stop();
        totalsOut.close();
        windowsOut.close();
        spark.stop();
    }

    /** The parsed events of the topics; {@code share} of the batch size limits one micro-batch. */
    private static Dataset<Row> events(SparkSession spark, Args args, String topics, double share) {
        return spark.readStream().format("kafka")
                .option("kafka.bootstrap.servers", args.text("bootstrap"))
                .option("subscribe", topics)
                .option("startingOffsets", "earliest")
                .option("kafka.max.poll.records", "5000")
                .option("maxOffsetsPerTrigger", (long) (args.number("batch", 1_000_000) * share))
                .load()
                .select(from_json(col("value").cast("string"), FIELDS).as("event"))
                .select("event.*");
    }

    private static Column count(String type) {
        return count_if(col("event_type").equalTo(type));
    }

    private static StreamingQuery start(Dataset<Row> rows, String name, Args args,
            VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
        // A pool per query, so that neither query's tasks wait for all of the other's.
        rows.sparkSession().sparkContext().setLocalProperty("spark.scheduler.pool", name);
        return rows.writeStream().queryName(name).outputMode("update")
                .trigger(Trigger.ProcessingTime("1 second"))
                .option("checkpointLocation", args.text("state") + "/" + name)
                .foreachBatch(sink).start();
    }

    /** At most one row per changed video, so the driver takes them all and writes one pipeline. */
    private static void writeTotals(Dataset<Row> batch, RedisFigures out) {
        for (Row row : batch.collectAsList()) {
            out.put(row.getString(0), Figures.ofViews(row.getLong(1), row.getLong(2)));
            out.put(row.getString(0), Figures.ofReactions(row.getLong(3), row.getLong(4)));
        }
        out.flush();
    }

    private static void writeWindows(
            Dataset<Row> batch, long window, Map<String, SlidingView> views, RedisFigures out) {
        Map<String, SlidingView> changed = new HashMap<>();
        for (Row row : batch.collectAsList()) {
            SlidingView view = views.computeIfAbsent(row.getString(0), v -> new SlidingView(window));
            view.update(row.getLong(1), row.getLong(2), row.getLong(3));
            changed.put(row.getString(0), view);
        }
        changed.forEach((video, view) -> out.put(video, view.figures()));
        out.flush();
    }

    /** Moves the meter to the share of events that both queries have finished. */
    private static final class Progress extends StreamingQueryListener {
        private final Oracle oracle;
        private final Map<String, AtomicLong> rows = Map.of(TOTALS, new AtomicLong(), WINDOWS, new AtomicLong());
        private long reported;

        Progress(Oracle oracle) {
            this.oracle = oracle;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            rows.get(event.progress().name()).addAndGet(event.progress().numInputRows());
            long scaled = rows.get(WINDOWS).get() * oracle.events() / oracle.reactions();
            long done = Math.min(rows.get(TOTALS).get(), scaled);
            Meter.add(done - reported);
            reported = done;
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {
            event.exception().foreach(e -> {
                System.err.println(e);
                return null;
            });
        }
    }
}
