package io.engage.ingest.http;

import io.engage.events.EventType;
import io.engage.events.Parsed;
import io.engage.ingest.body.Batch;
import io.engage.ingest.body.Rejected;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    /** Kafka has these. */
    void accepted(List<Parsed.Accepted> events) {
        int[] counts = new int[EventType.ALL.size()];
        for (Parsed.Accepted event : events) {
            counts[event.event().type().ordinal()]++;
        }
        for (EventType type : EventType.ALL) {
            int count = counts[type.ordinal()];
            if (count > 0) {
                accepted.get(type).increment(count);
            }
        }
    }

    /** These were refused, each by the class of its reason. */
    void rejected(Batch batch) {
        for (Rejected one : batch.rejected()) {
            metrics.counter(REJECTED, "problem", one.problem()).increment();
        }
    }

    /** So many refused inputs could not be kept. */
    void rejectedLost(int inputs) {
        rejectedLost.increment(inputs);
    }
}
