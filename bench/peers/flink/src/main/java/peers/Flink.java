package peers;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The Flink peer: a mini cluster that reads both topics, keeps one keyed heap state per video and sends every changed
 * video to Redis once a second; checkpoints every ten seconds.
 */
public final class Flink {
    private Flink() {}

    /** Reads the needed fields of an event. */
    static final class EventSchema extends AbstractDeserializationSchema<Event> {
        private static final long serialVersionUID = 1;

        @Override
        public Event deserialize(byte[] message) {
            return EventReader.read(message);
        }
    }

    public static void main(String[] argv) throws Exception {
        Args args = new Args(argv);
        String redis = args.text("redis");
        Oracle oracle = Oracle.read(Path.of(args.text("truth")));
        RedisFigures.clear(redis);

        Configuration conf = new Configuration();
        conf.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        conf.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(args.number("checkpoint-s", 10)));
        conf.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        conf.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, Path.of(args.text("state")).toAbsolutePath().toUri().toString());
        conf.set(PipelineOptions.OBJECT_REUSE, true);
        conf.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment((int) args.number("threads", 2), conf);

        KafkaSource<Event> source = KafkaSource.<Event>builder()
                .setBootstrapServers(args.text("bootstrap"))
                .setTopics(Topics.VIEWS, Topics.REACTIONS)
                .setGroupId("peers-flink")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new EventSchema())
                .setProperty("max.poll.records", "5000")
                .build();
        WatermarkStrategy<Event> watermarks = WatermarkStrategy.<Event>forBoundedOutOfOrderness(Duration.ofSeconds(2))
                .withTimestampAssigner((event, recordTime) -> event.at)
                .withIdleness(Duration.ofSeconds(5));
        env.fromSource(source, watermarks, "events")
                .keyBy(event -> event.video)
                .process(new VideoFunction())
                .sinkTo(new RedisSink(redis));

        Meter meter = new Meter(args.text("name", "flink"), oracle.events());
        JobClient job = env.executeAsync("peers");
        meter.await(60);
        oracle.verify(meter, redis, 30);
        job.cancel().get();
        env.close();
        System.exit(0);
    }
}
