package io.engage.archive.kafka;

import io.engage.archive.write.PartitionWriter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** The writers of the partitions that are assigned to this process now. */
final class Assigned {
    private final Map<TopicPartition, PartitionWriter> writers = new ConcurrentHashMap<>();

    /** Null when the partition is not assigned. */
    PartitionWriter of(TopicPartition partition) {
        return writers.get(partition);
    }

    Collection<PartitionWriter> all() {
        return writers.values();
    }

    Map<TopicPartition, PartitionWriter> byPartition() {
        return writers;
    }
}
