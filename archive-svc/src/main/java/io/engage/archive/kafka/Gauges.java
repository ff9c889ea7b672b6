package io.engage.archive.kafka;

import io.engage.archive.format.Source;
import io.engage.archive.write.PartitionWriter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Per partition: how many records are not in the bucket yet, and how long ago the oldest of those
 * read arrived, and the offset to be read next.
 */
final class Gauges {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<Source, List<Meter>> shown = new ConcurrentHashMap<>();
    private final Map<Source, Long> ends = new ConcurrentHashMap<>();

    Gauges(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void show(PartitionWriter writer) {
        hide(writer.source());
        Tags tags = Tags.of(
                "topic",
                writer.source().topic(),
                "partition",
                Integer.toString(writer.source().partition()));
        shown.put(
                writer.source(),
                List.of(
                        gauge("engage.archive.lag.records", tags, writer, this::lag),
                        gauge("engage.archive.age.seconds", tags, writer, this::age),
                        gauge("engage.archive.position", tags, writer, PartitionWriter::position)));
    }

    private Meter gauge(String name, Tags tags, PartitionWriter writer, ToDoubleFunction<PartitionWriter> value) {
        return Gauge.builder(name, writer, value).tags(tags).register(meters);
    }

    void hide(Source source) {
        List<Meter> gone = shown.remove(source);
        if (gone != null) {
            gone.forEach(meters::remove);
        }
    }

    /** Notes where a partition's log ends. */
    void end(Source source, long offset) {
        ends.put(source, offset);
    }

    private double lag(PartitionWriter writer) {
        return Math.max(0, ends.getOrDefault(writer.source(), writer.position()) - writer.archived());
    }

    private double age(PartitionWriter writer) {
        long oldest = writer.oldest();
        return oldest < 0 ? 0 : Math.max(0, clock.millis() - oldest) / 1000.0;
    }
}
