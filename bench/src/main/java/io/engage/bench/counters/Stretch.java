package io.engage.bench.counters;

/** Finds the stretch between a share of all events, usually 10 %, and 100 % consumed from samples of how far a contestant is. */
final class Stretch {
    /** Where it usually begins: much of what a JVM does first is past. */
    static final double USUAL_BEGIN = 0.1;

    private final long total;
    private final double begin;
    private Sample from;
    private Sample last;

    private record Sample(long events, long nanos, double cpuSeconds) {}

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
        if (from == null && events >= begin * total) {
            from = new Sample(events, nanos, cpuSeconds);
        }
        // What is sampled after the last event came is idleness.
        if (last == null || events > last.events) {
            last = new Sample(events, nanos, cpuSeconds);
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
}
