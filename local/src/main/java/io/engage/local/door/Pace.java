package io.engage.local.door;

/**
 * When something that a log or a simulation dates is posted by the clock: so much faster than it is dated, or at once. What is
 * posted is stamped with that time. All times are in epoch ms.
 *
 * <p>When posting falls behind by more than {@value #MOST_LAG} ms, because the door is away or slow, the dated time stands still for
 * as long: nothing is dropped, and no flood follows.
 *
 * <p>What is dated before something that came earlier is late itself: it is due at once and delays nothing. Only when {@value #LATE_IN_A_ROW} in a row
 * are late by more than {@value #MOST_LAG} ms the dates have begun anew, and the pace with them.
 *
 * <p>Example: speed 10, dated from 0, begun at 1,000,000: what is dated 5,000 is due, and stamped, at 1,000,500. If at that moment it is
 * 1,020,500 already, it is stamped so, and what is dated 6,000 is due at 1,020,600.
 */
public final class Pace {
    /** The most that posting may be late before the dated time stands still, in ms. */
    public static final long MOST_LAG = 10_000;

    /** So many that are far too late, one after the other, are no stragglers. */
    public static final int LATE_IN_A_ROW = 100;

    private final double speed;
    private final long origin;
    private long begin;
    private long newest;
    private int late;

    /**
     * A pace.
     *
     * @param speed how many dated ms pass in a ms of the clock; 0 for as fast as possible
     * @param origin the dated time that falls together with {@code begin}
     * @param begin a time of the clock
     */
    public Pace(double speed, long origin, long begin) {
        if (!(speed >= 0) || speed == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("The speed must be 0 or more, not " + speed);
        }
        this.speed = speed;
        this.origin = origin;
        this.newest = origin;
        this.begin = begin;
    }

    /**
     * How long from now until something is due; 0 or less when it is due now. Lets the dated time stand still when it is far too late.
     *
     * @param at its date; before the origin it is due at once, and no delay
     */
    public long wait(long at, long now) {
        if (speed == 0) {
            return 0;
        }
        long wait = due(at) - now;
        if (wait >= -MOST_LAG || at < origin) {
            newest = Math.max(newest, at);
            late = 0;
            return wait;
        }
        if (at < newest && ++late < LATE_IN_A_ROW) {
            return wait;
        }
        begin -= wait;
        newest = at;
        late = 0;
        return 0;
    }

    /** Leaves out so much of a wait, in ms of the clock: what is dated from there on is due so much sooner. */
    public void leaveOut(long ms) {
        begin -= ms;
    }

    /** The time that something posted now is stamped with. */
    public long stamp(long at, long now) {
        return speed == 0 ? now : Math.min(due(at), now);
    }

    private long due(long at) {
        return begin + Math.round((at - origin) / speed);
    }
}
