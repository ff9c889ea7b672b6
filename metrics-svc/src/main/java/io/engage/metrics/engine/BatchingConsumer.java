package io.engage.metrics.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A consumer that gives what it polled of each partition as a few {@linkplain RecordBatch batches}.
 *
 * <p>Within it keys and values are the buffers they were read in, so that nothing is copied but the values into their batch; nobody outside
 * sees them.
 */
final class BatchingConsumer extends KafkaConsumer<byte[], byte[]> {
    BatchingConsumer(Map<String, Object> settings) {
        super(settings, buffers(), buffers());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batches =
                HashMap.newHashMap(polled.partitions().size());
        for (TopicPartition partition : polled.partitions()) {
            batches.put(partition, RecordBatch.of(asRead(polled.records(partition))));
        }
        return new ConsumerRecords<>(batches, polled.nextOffsets());
    }

    @SuppressWarnings("unchecked") // see above
    private static Deserializer<byte[]> buffers() {
        return (Deserializer<byte[]>) (Deserializer<?>) new ByteBufferDeserializer();
    }

    @SuppressWarnings("unchecked")
    private static List<ConsumerRecord<ByteBuffer, ByteBuffer>> asRead(List<ConsumerRecord<byte[], byte[]>> records) {
        return (List<ConsumerRecord<ByteBuffer, ByteBuffer>>) (List<?>) records;
    }
}
