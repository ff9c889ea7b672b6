package io.engage.archive.kafka;

import io.engage.archive.write.PartitionWriter;
import io.quarkus.arc.Arc;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells each writer, on the polling thread, the first record that was really read since its partition was assigned. Batches
 * wait between the consumer and the writers; one that was read before a rebalance may come after it, to the new writer of the
 * same partition, which must not take it for the continuation.
 */
public final class FirstPolled implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Assigned assigned = Arc.container().instance(Archiver.class).get().assigned();
        for (TopicPartition partition : records.partitions()) {
            PartitionWriter writer = assigned.of(partition);
            if (writer != null) {
                writer.enter(records.records(partition).getFirst().offset());
            }
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
