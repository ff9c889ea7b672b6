package io.engage.sentiment.reading;

/**
 * How many comments can be scored in the next second, by what the last ones cost. One thread does all the work of reading; what the other work
 * leaves of three quarters of its time may go to scores. While the figures are more than two seconds behind, they get less, so that the
 * rest catches up.
 */
final class ScoringCapacity {
    private static final double NANOS = 1e9;
    private static final double USED = 0.75;
    private static final double USED_WHEN_BEHIND = 0.4;
    private static final double LEAST = 0.05;
    private static final long BEHIND = 2_000;
    /** Seconds of scoring when a partition is taken over: its figures may be five seconds old then. */
    private static final double CATCHING_UP = 2;

    private double nanosPerScore = 200_000;
    private long scoring;
    private long scores;
    private long busy;

    /** Some comments were scored. */
    void scored(long nanos) {
        scoring += nanos;
        scores++;
    }

    /** A batch was worked through, scores included. */
    void worked(long nanos) {
        busy += nanos;
    }

    /** The scores of all the time in which a partition that was taken over is read again. */
    double catchingUp() {
        return CATCHING_UP * NANOS / nanosPerScore;
    }

    /**
     * The scores of the next second.
     *
     * @param elapsed since the last call, in ns
     * @param behind how far t is behind the clock, in ms
     */
    double nextSecond(long elapsed, long behind) {
        if (scores > 0) {
            double now = (double) scoring / scores;
            nanosPerScore = scores > 200 ? (nanosPerScore + now) / 2 : (nanosPerScore * 9 + now) / 10;
        }
        double other = Math.min(1, (double) (busy - scoring) / elapsed);
        scoring = 0;
        scores = 0;
        busy = 0;
        double used = behind > BEHIND ? USED_WHEN_BEHIND : USED;
        return Math.max(LEAST, used - other) * NANOS / nanosPerScore;
    }
}
