package io.engage.metrics.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** What Prometheus sees of a metric at work. */
final class MetricMeter {
    private final Counter duplicates;
    private final Counter unreadable;
    private final Counter events;
    private final Map<TopicPartition, AtomicLong> time = new ConcurrentHashMap<>();

    MetricMeter(MeterRegistry registry, String metric, Clock clock) {
        Tags tags = Tags.of("metric", metric);
        events = registry.counter("engage.metrics.events", tags);
        duplicates = registry.counter("engage.metrics.duplicates", tags);
        unreadable = registry.counter("engage.metrics.unreadable", tags);
        registry.gauge("engage.metrics.behind.seconds", tags, this, m -> m.behind(clock.millis()) / 1000.0);
        registry.gauge("engage.metrics.partitions", tags, time, Map::size);
    }

    void counted(TopicPartition partition, long records, long duplicatesOfThem, long lastArrival) {
        events.increment(records);
        duplicates.increment(duplicatesOfThem);
        upToDate(partition, lastArrival);
    }

    void upToDate(TopicPartition partition, long until) {
        AtomicLong known = time.get(partition);
        if (known == null) {
            time.put(partition, new AtomicLong(until));
        } else {
            known.lazySet(until);
        }
    }

    void unreadable() {
        unreadable.increment();
    }

    void closed(TopicPartition partition) {
        time.remove(partition);
    }

    /** How far the figures' time is behind the clock in the partition where it is most, in ms. */
    private long behind(long now) {
        long most = 0;
        for (AtomicLong until : time.values()) {
            most = Math.max(most, now - until.get());
        }
        return most;
    }
}
