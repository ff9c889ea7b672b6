package io.engage.bench.counters;

/** Finds the stretch between 10 % and 100 % consumed from samples of how far a contestant is. */
final class Stretch {
    private final long total;
    private Sample from;
    private Sample last;

    private record Sample(long events, long nanos, double cpuSeconds) {}

    /** @param total how many events there are */
    Stretch(long total) {
        this.total = total;
    }

    /** Notes a sample; says whether all is consumed. */
    boolean sample(long events, long nanos, double cpuSeconds) {
        if (from == null && events * 10 >= total) {
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
