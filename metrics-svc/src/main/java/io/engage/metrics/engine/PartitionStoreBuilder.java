package io.engage.metrics.engine;

import io.engage.figures.log.Video;
import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the stores of a metric. Their changelog is compacted often: most of its records are soon out of date. */
final class PartitionStoreBuilder<V extends Video> implements StoreBuilder<PartitionStore<V>> {
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.bytes", "16777216",
            "segment.ms", "600000",
            "min.cleanable.dirty.ratio", "0.3",
            "delete.retention.ms", "3600000");

    private final Metric<V> metric;

    PartitionStoreBuilder(Metric<V> metric) {
        this.metric = metric;
    }

    @Override
    public PartitionStore<V> build() {
        return new PartitionStore<>(name(), metric);
    }

    @Override
    public String name() {
        return metric.name();
    }

    @Override
    public Map<String, String> logConfig() {
        return CHANGELOG;
    }

    @Override
    public boolean loggingEnabled() {
        return true;
    }

    @Override
    public StoreBuilder<PartitionStore<V>> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<PartitionStore<V>> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<PartitionStore<V>> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<PartitionStore<V>> withLoggingDisabled() {
        throw new UnsupportedOperationException("Without its changelog the state would be lost");
    }
}
