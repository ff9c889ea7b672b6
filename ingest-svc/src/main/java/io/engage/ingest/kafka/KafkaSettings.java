package io.engage.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of the clients of Kafka: defaults, then what the configuration says under {@code kafka}, then what may not be otherwise. */
final class KafkaSettings {
    private static final Duration RECONNECT_AT_FIRST = Duration.ofMillis(50);
    private static final Duration RECONNECT_AT_LAST = Duration.ofMillis(500);
    private static final Duration ANSWER_OF_A_BROKER = Duration.ofSeconds(4);
    /** An answer to the sender must still be possible after Kafka's client gave up. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final double BUFFER_SHARE_OF_HEAP = 0.1;

    private KafkaSettings() {}

    static Map<String, Object> admin(Map<String, Object> configured) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "engage-ingest-topics");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_AT_FIRST.toMillis());
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_AT_LAST.toMillis());
        settings.putAll(configured);
        return settings;
    }

    /** @param answerWithin when a request is answered at the latest */
    static Map<String, Object> producer(Map<String, Object> configured, Duration answerWithin) {
        Duration delivery = answerWithin.minus(MARGIN);
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "engage-ingest");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long)
                (Runtime.getRuntime().maxMemory() * BUFFER_SHARE_OF_HEAP));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_AT_FIRST.toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_AT_LAST.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Math.min(ANSWER_OF_A_BROKER.toMillis(), delivery.toMillis() / 2));
        settings.putAll(configured);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
        // Sending happens on the threads that serve HTTP: it may not wait. So no topic may be forgotten either.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
        settings.put(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(365).toMillis());
        return settings;
    }
}
