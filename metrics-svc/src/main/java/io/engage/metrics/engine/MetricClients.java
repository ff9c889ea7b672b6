package io.engage.metrics.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The Kafka clients of a metric: a consumer that hands Kafka Streams many records as one, and producers with stable
 * transactional ids.
 *
 * <p>The producers of a named instance have the same transactional ids after each restart, so that a restarted instance ends
 * the transaction that its killed predecessor left open at once. Kafka Streams itself makes up new ids where there is no
 * store on disk, and the predecessor's transaction would be waited for until it times out.
 */
final class MetricClients extends DefaultKafkaClientSupplier {
    private final Optional<String> instanceId;

    MetricClients(Optional<String> instanceId) {
        this.instanceId = instanceId;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new BatchingConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> stable = new HashMap<>(config);
        // <application id>-<process id, a UUID>-<thread>
        instanceId.ifPresent(name -> stable.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> {
            String madeUp = id.toString();
            return name + madeUp.substring(madeUp.lastIndexOf('-'));
        }));
        return super.getProducer(stable);
    }
}
