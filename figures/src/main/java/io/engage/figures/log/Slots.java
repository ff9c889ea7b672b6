package io.engage.figures.log;

/**
 * Whole seconds and slots of ten. A time belongs to the second it ends: 7,001 ms to 8,000 ms are second 8, so that the
 * window (t − 10 s, t] at a whole second t is exactly the seconds t − 9 to t. In the same way the slot that starts at S
 * holds (S, S + 10 s].
 */
public final class Slots {
    /** The length of a slot in seconds. */
    public static final int SECONDS = 10;

    private Slots() {}

    /** The second a time belongs to. */
    public static long second(long time) {
        return Math.ceilDiv(time, 1000L);
    }

    /** The start of the slot that a second belongs to, in epoch seconds. */
    public static long slot(long second) {
        return Math.floorDiv(second - 1, SECONDS) * SECONDS;
    }

    /** Whether a slot ends with this second. */
    public static boolean ends(long second) {
        return Math.floorMod(second, SECONDS) == 0;
    }
}
