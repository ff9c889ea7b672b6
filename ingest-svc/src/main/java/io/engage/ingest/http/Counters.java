package io.engage.ingest.http;

import io.engage.events.EventType;
import io.engage.ingest.body.Rejected;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What operators see of the events that came in. */
@Singleton
class Counters {
    private static final String REJECTED = "engage.ingest.events.rejected";

    private final MeterRegistry metrics;
    private final Map<EventType, Counter> accepted = new EnumMap<>(EventType.class);
    private final Counter rejectedLost;

    Counters(MeterRegistry metrics) {
        this.metrics = metrics;
        for (EventType type : EventType.ALL) {
            accepted.put(type, metrics.counter("engage.ingest.events.accepted", "type", type.wireName()));
        }
        rejectedLost = metrics.counter("engage.ingest.rejected.lost");
    }

    /** Kafka has so many of each kind, by its ordinal. */
    void accepted(int[] kinds) {
        for (EventType type : EventType.ALL) {
            int count = kinds[type.ordinal()];
            if (count > 0) {
                accepted.get(type).increment(count);
            }
        }
    }

    /** These were refused, each by the class of its reason. */
    void rejected(List<Rejected> rejected) {
        rejected.stream()
                .collect(Collectors.groupingBy(Rejected::problem, Collectors.counting()))
                .forEach((problem, count) ->
                        metrics.counter(REJECTED, "problem", problem).increment(count));
    }

    /** So many refused inputs could not be kept. */
    void rejectedLost(int inputs) {
        rejectedLost.increment(inputs);
    }
}
