package peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The floor of Kafka Streams: a Processor that counts bytes records and keeps one small store write per second. */
public final class Floor {
    public static void main(String[] argv) throws Exception {
        Args args = new Args(argv);
        Oracle oracle = Oracle.read(Path.of(args.text("truth")));
        Properties p = new Properties();
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, "peers-floor-" + System.currentTimeMillis());
        p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args.text("bootstrap"));
        p.put(StreamsConfig.STATE_DIR_CONFIG, args.text("state"));
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, args.text("guarantee", "exactly_once_v2"));
        p.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        p.put(StreamsConfig.consumerPrefix("max.poll.records"), (int) args.number("poll", 5000));
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, (int) args.number("buffered", 1000));
        p.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, "INFO");
        Topology t = new Topology();
        t.addSource("views", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), Topics.VIEWS);
        t.addSource("reactions", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), Topics.REACTIONS);
        t.addProcessor("v", () -> new Count("sv"), "views");
        t.addProcessor("r", () -> new Count("sr"), "reactions");
        t.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("sv"), Serdes.Integer(), Serdes.Long()), "v");
        t.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("sr"), Serdes.Integer(), Serdes.Long()), "r");
        Meter meter = new Meter(args.text("name", "floor"), oracle.events());
        try (KafkaStreams streams = new KafkaStreams(t, p)) {
            streams.start();
            meter.await(60);
            meter.print("no state", 0.0);
            streams.close(Duration.ofSeconds(20));
        }
    }

    static final class Count implements Processor<byte[], byte[], Void, Void> {
        private final String name;
        private KeyValueStore<Integer, Long> store;
        private long n, bytes;

        Count(String name) { this.name = name; }

        @Override public void init(ProcessorContext<Void, Void> c) {
            store = c.getStateStore(name);
            c.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, at -> store.put(1, n));
        }

        @Override public void process(Record<byte[], byte[]> r) {
            n++;
            bytes += r.value().length;
            Meter.add(1);
        }
    }
}
