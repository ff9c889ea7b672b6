package io.engage.metrics.serving;

import java.util.List;
import java.util.Objects;

/**
 * The fields of a video's hash in Redis that one metric owns.
 *
 * @param metric the metric
 * @param asOf the field that holds the time of the others; nothing is written over values with a later one
 * @param names the others
 */
public record MetricFields(String metric, String asOf, List<String> names) {
    public MetricFields {
        Objects.requireNonNull(metric);
        Objects.requireNonNull(asOf);
        names = List.copyOf(names);
    }
}
