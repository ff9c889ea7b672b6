package io.engage.archive.format;

import java.util.Comparator;
import java.util.Objects;

/** A partition of a topic: what one unbroken row of files comes from. */
public record Source(String topic, int partition) implements Comparable<Source> {
    private static final Comparator<Source> ORDER =
            Comparator.comparing(Source::topic).thenComparingInt(Source::partition);

    public Source {
        Objects.requireNonNull(topic);
        if (topic.isEmpty() || partition < 0) {
            throw new IllegalArgumentException("No partition of a topic: " + topic + "-" + partition);
        }
    }

    @Override
    public int compareTo(Source other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
