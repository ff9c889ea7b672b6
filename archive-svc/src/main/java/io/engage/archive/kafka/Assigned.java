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

    /** Gives a partition to a writer; returns the one that had it before, or null. */
    PartitionWriter put(TopicPartition partition, PartitionWriter writer) {
        return writers.put(partition, writer);
    }

    /** Takes a partition from its writer, which is returned; null when it had none. */
    PartitionWriter remove(TopicPartition partition) {
        return writers.remove(partition);
    }
}
