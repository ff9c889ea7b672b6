package io.engage.metrics.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams for one metric. */
final class StreamsSettings {
    /**
     * How often is committed while records wait, when nobody waits for what is committed. Well below the ten seconds after which
     * the broker gives up a transaction of Kafka Streams.
     */
    private static final Duration COMMIT_BEHIND = Duration.ofSeconds(4);

    /** How often is committed when nothing waits. */
    static final Duration COMMIT = Duration.ofSeconds(1);

    private StreamsSettings() {}

    static Properties of(Map<String, Object> kafka, MetricEngine.Settings settings, String metric) {
        Properties p = new Properties();
        p.putAll(kafka);
        // One group per metric, whatever else an instance runs, so that each can be scaled by itself.
        p.put(StreamsConfig.APPLICATION_ID_CONFIG, "engage-" + metric);
        p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_BEHIND.toMillis());
        // How long a thread without records sleeps at the most: figures are published that much later.
        p.put(StreamsConfig.POLL_MS_CONFIG, 50);
        p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir());
        p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // In batches: a quarter of a megabyte. What waits longer is copied by the collector.
        p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, (1 << 18) / RecordBatch.FULL);
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1500);
        // The shortest that brokers take by default: a dead instance's partitions move on after it.
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1500);
        settings.instanceId()
                .ifPresent(id -> p.put(
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id + "-" + metric));
        p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // Points come by the thousand at once.
        p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), 30_000);
        p.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG), 10_000);
        return p;
    }
}
