package io.engage.metrics.engine;

import io.engage.events.Topics;
import io.engage.figures.log.Video;
import io.engage.metrics.serving.Outbox;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** The topology of a metric: its topic, its processor with its store, and the log of points. */
final class MetricTopology {
    private MetricTopology() {}

    static <V extends Video> Topology of(Metric<V> metric, LogEnd logEnd, Outbox outbox, MetricMeter meter) {
        StoreBuilder<?> store = new PartitionStoreBuilder<>(metric);
        return new Topology()
                .addSource("events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), metric.topic())
                .addProcessor(
                        metric.name(),
                        new ProcessorSupplier<byte[], byte[], byte[], byte[]>() {
                            @Override
                            public Processor<byte[], byte[], byte[], byte[]> get() {
                                return new FiguresProcessor<>(metric, logEnd, outbox, meter);
                            }

                            @Override
                            public Set<StoreBuilder<?>> stores() {
                                return Set.of(store);
                            }
                        },
                        "events")
                .addSink("points", Topics.POINTS, new ByteArraySerializer(), new ByteArraySerializer(), metric.name());
    }
}
