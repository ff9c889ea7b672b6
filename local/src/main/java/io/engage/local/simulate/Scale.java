package io.engage.local.simulate;

/**
 * How much goes on in a simulation.
 *
 * @param videos about how many are live at once, 1 or more
 * @param viewers about how many watch at once, all videos together, 1 or more
 */
record Scale(int videos, int viewers) {
    /** Lively on a map, and gentle with the machine: about 235 events a second. */
    static final Scale GENTLE = new Scale(60, 3_000);

    Scale {
        if (videos < 1 || viewers < 1) {
            throw new IllegalArgumentException("At least one video and one viewer, not " + videos + " and " + viewers);
        }
    }

    /** With so many viewers that about the given number of events happen in a second. */
    static Scale ofRate(int videos, double eventsPerSecond) {
        return new Scale(videos, (int) Math.max(1, Math.round(eventsPerSecond / Habits.EVENTS_PER_VIEWER_SECOND)));
    }

    /** About how many events happen in a second. */
    double eventsPerSecond() {
        return viewers * Habits.EVENTS_PER_VIEWER_SECOND;
    }
}
