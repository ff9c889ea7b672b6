package io.engage.metrics.engine;

import org.apache.kafka.common.TopicPartition;

/** Knows until when it is certain that nothing in a partition waits to be read. */
public interface LogEnd {
    /** Nothing is known. */
    long UNKNOWN = Long.MIN_VALUE;

    /** Begins to watch a partition. */
    void watch(TopicPartition partition);

    /** Ends watching a partition. */
    void unwatch(TopicPartition partition);

    /**
     * The latest time by the clock until which every record that arrived has an offset below the given one.
     *
     * @param nextOffset the offset of the record to be read next; -1 when none was ever read
     * @return epoch ms, or {@link #UNKNOWN} while records are waiting or Kafka did not answer
     */
    long emptyUntil(TopicPartition partition, long nextOffset);
}
