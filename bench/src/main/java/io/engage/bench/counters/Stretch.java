package io.engage.bench.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the stretch between a share of all events, usually 10 %, and 100 % consumed from samples of how far a contestant is. */
final class Stretch {
    /** Where it usually begins: much of what a JVM does first is past. */
    static final double USUAL_BEGIN = 0.1;

    private static final double WORTH_TELLING = 0.005;

    private final long total;
    private final double begin;
    private Sample from;
    private Sample last;

    private record Sample(long events, long nanos, double cpuSeconds, Map<String, Double> threads) {}

    /**
     * @param total how many events there are
     * @param begin the share of them at which it begins
     */
    Stretch(long total, double begin) {
        this.total = total;
        this.begin = begin;
    }

    /** Notes a sample; says whether all is consumed. */
    boolean sample(long events, long nanos, double cpuSeconds) {
        return sample(events, nanos, cpuSeconds, Map.of());
    }

    /** As {@link #sample(long, long, double)}, with the CPU seconds of each kind of thread. */
    boolean sample(long events, long nanos, double cpuSeconds, Map<String, Double> threads) {
        if (from == null && events >= begin * total) {
            from = new Sample(events, nanos, cpuSeconds, threads);
        }
        // What is sampled after the last event came is idleness.
        if (last == null || events > last.events) {
            last = new Sample(events, nanos, cpuSeconds, threads);
        }
        return events >= total;
    }

    /** What was consumed in it. */
    long events() {
        return from == null ? 0 : last.events - from.events;
    }

    double eventsPerSecond() {
        return from == null ? 0 : events() / ((last.nanos - from.nanos) / 1e9);
    }

    double cpuPerMillion() {
        return from == null ? 0 : (last.cpuSeconds - from.cpuSeconds) / (events() / 1e6);
    }

    /** CPU seconds per million events of each kind of thread, those that took most first. */
    Map<String, Double> cpuPerMillionOfThreads() {
        Map<String, Double> sorted = new LinkedHashMap<>();
        if (from != null) {
            last.threads.entrySet().stream()
                    .map(used -> Map.entry(
                            used.getKey(),
                            (used.getValue() - from.threads.getOrDefault(used.getKey(), 0.0)) / (events() / 1e6)))
                    .filter(used -> used.getValue() >= WORTH_TELLING)
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(used -> sorted.put(used.getKey(), used.getValue()));
        }
        return sorted;
    }
}
