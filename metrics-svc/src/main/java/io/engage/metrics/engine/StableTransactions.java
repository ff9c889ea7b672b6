package io.engage.metrics.engine;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Gives the producers of a named instance the same transactional ids after each restart, so that a restarted instance ends
 * the transaction that its killed predecessor left open at once. Kafka Streams itself makes up new ids where there is no
 * store on disk, and the predecessor's transaction would be waited for until it times out.
 */
final class StableTransactions extends DefaultKafkaClientSupplier {
    private final String instanceId;

    StableTransactions(String instanceId) {
        this.instanceId = instanceId;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Map<String, Object> stable = new HashMap<>(config);
        // <application id>-<process id, a UUID>-<thread>
        stable.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, id) -> {
            String madeUp = id.toString();
            return instanceId + madeUp.substring(madeUp.lastIndexOf('-'));
        });
        return super.getProducer(stable);
    }
}
