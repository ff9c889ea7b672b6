package peers;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;

/**
 * The Kafka Streams peer: DSL aggregates in the default stores (RocksDB with a changelog), hopping windows of 10 s each
 * second, results to Redis once a second. {@code --window 1} keeps windows of 1 s instead and sums ten of them on the
 * way out; {@code --store memory} keeps the state on the heap (with the changelog).
 */
public final class KStreams {
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Two counters: what an aggregate keeps per key. */
    record Pair(long first, long second) {
        static final Pair ZERO = new Pair(0, 0);

        static Serde<Pair> serde() {
            Serializer<Pair> to = (topic, p) ->
                    p == null ? null : ByteBuffer.allocate(16).putLong(p.first).putLong(p.second).array();
            Deserializer<Pair> from = (topic, bytes) -> {
                if (bytes == null) {
                    return null;
                }
                ByteBuffer b = ByteBuffer.wrap(bytes);
                return new Pair(b.getLong(), b.getLong());
            };
            return Serdes.serdeFrom(to, from);
        }

        Pair plusView(Event e) {
            return switch (e.kind()) {
                case START_VIDEO -> new Pair(first + 1, second);
                case PLAY -> new Pair(first, second + 1);
                case LEAVE -> new Pair(first, second - 1);
                default -> this;
            };
        }

        Pair plusReaction(Event e) {
            return e.kind() == Kind.LIKE ? new Pair(first + 1, second) : new Pair(first, second + 1);
        }
    }

    private KStreams() {}

    public static void main(String[] argv) throws Exception {
        Args args = new Args(argv);
        String redis = args.text("redis");
        Oracle oracle = Oracle.read(Path.of(args.text("truth")));
        RedisFigures.clear(redis);

        String application = "peers-kstreams-" + System.currentTimeMillis();
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args.text("bootstrap"));
        p.put(StreamsConfig.STATE_DIR_CONFIG, args.text("state"));
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, (int) args.number("threads", 2));
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, args.number("cache-mb", 64) << 20);
        if (args.text("store", "rocksdb").equals("memory")) {
            p.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        }
        p.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        p.put(StreamsConfig.consumerPrefix("max.poll.records"), 5000);
        p.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        p.put(StreamsConfig.producerPrefix("linger.ms"), 20);

        long window = args.number("window", SlidingView.SECONDS);
        Meter meter = new Meter(args.text("name", "kstreams"), oracle.events());
        try (KafkaStreams streams = new KafkaStreams(topology(redis, window), p)) {
            streams.start();
            meter.await(60);
            oracle.verify(meter, redis, 30);
            streams.close(Duration.ofSeconds(20));
        }
    }

    static Topology topology(String redis, long window) {
        StreamsBuilder b = new StreamsBuilder();
        Consumed<String, Event> json = Consumed.with(Serdes.String(),
                Serdes.serdeFrom((topic, event) -> { throw new UnsupportedOperationException(); },
                        (topic, bytes) -> EventReader.read(bytes)));

        b.stream(Topics.VIEWS, json).groupByKey()
                .aggregate(() -> Pair.ZERO, (video, event, sum) -> {
                    Meter.add(1);
                    return sum.plusView(event);
                }, Materialized.with(Serdes.String(), Pair.serde()))
                .toStream()
                .process(() -> new ToRedis<>(redis, (out, video, sum) ->
                        out.put(video, Figures.ofViews(sum.first, sum.second))));

        KStream<String, Event> reactions = b.stream(Topics.REACTIONS, json);
        KGroupedStream<String, Event> byVideo = reactions.groupByKey();
        byVideo.aggregate(() -> Pair.ZERO, (video, event, sum) -> {
                    Meter.add(1);
                    return sum.plusReaction(event);
                }, Materialized.with(Serdes.String(), Pair.serde()))
                .toStream()
                .process(() -> new ToRedis<>(redis, (out, video, sum) ->
                        out.put(video, Figures.ofReactions(sum.first, sum.second))));
        byVideo.windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(window), GRACE)
                        .advanceBy(Duration.ofSeconds(1)))
                .aggregate(() -> Pair.ZERO, (video, event, sum) -> sum.plusReaction(event),
                        Materialized.with(Serdes.String(), Pair.serde()))
                .toStream()
                .process(() -> new WindowsToRedis(redis, window));
        return b.build();
    }
}
