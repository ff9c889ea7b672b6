package io.engage.metrics.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that gives what it polled of each partition as a few {@linkplain RecordBatch batches}. */
final class BatchingConsumer extends KafkaConsumer<byte[], byte[]> {
    BatchingConsumer(Map<String, Object> settings) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batches =
                HashMap.newHashMap(polled.partitions().size());
        for (TopicPartition partition : polled.partitions()) {
            batches.put(partition, RecordBatch.of(polled.records(partition)));
        }
        return new ConsumerRecords<>(batches, polled.nextOffsets());
    }
}
