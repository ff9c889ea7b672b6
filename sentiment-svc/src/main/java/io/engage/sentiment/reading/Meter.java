package io.engage.sentiment.reading;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What Prometheus sees of the reading of comments. */
final class Meter {
    final Counter comments;
    final Counter duplicates;
    final Counter unreadable;
    final Counter scored;
    /** How far t is behind the clock in the partition where it is most, in ms. */
    final AtomicLong behind;
    /** How many comments can be scored in this second. */
    final AtomicLong capacity;

    /** How many comments found no room for their words. */
    final AtomicLong wordless;

    final AtomicLong partitions;

    Meter(MeterRegistry registry) {
        comments = registry.counter("engage.sentiment.comments");
        duplicates = registry.counter("engage.sentiment.duplicates");
        unreadable = registry.counter("engage.sentiment.unreadable");
        scored = registry.counter("engage.sentiment.scored");
        behind = registry.gauge("engage.sentiment.behind.ms", new AtomicLong());
        capacity = registry.gauge("engage.sentiment.capacity", new AtomicLong());
        wordless = registry.gauge("engage.sentiment.wordless", new AtomicLong());
        partitions = registry.gauge("engage.sentiment.partitions", new AtomicLong());
    }
}
