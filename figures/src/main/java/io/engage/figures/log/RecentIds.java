package io.engage.figures.log;

import java.util.Arrays;

/**
 * The ids that arrived in the last two minutes, so that a repeated delivery changes nothing.
 *
 * <p>An id that arrives again within the horizon is a duplicate, and its horizon begins anew with this arrival: with a
 * horizon of 120 s, arrivals at 0 s, 100 s and 219 s are one event and two duplicates; a next one at 339 s is new, since
 * exactly 120 s is no longer within the horizon (half open, like every window here).
 *
 * <p>Memory: 12 bytes an id at a load of at most two thirds.
 */
public final class RecentIds {
    private static final int SMALLEST = 1 << 10;
    private static final int KEPT = 1 << 18;

    private final long horizon;
    private long epoch = Long.MIN_VALUE;
    private long[] ids = new long[SMALLEST];
    /** Arrival in milliseconds after {@link #epoch}. */
    private int[] arrivals = new int[SMALLEST];

    private int size;

    private long[] unsaved = new long[64];
    private int unsavedLength;

    /** @param horizon how long an id is remembered after its last arrival, in milliseconds; at most 20 days */
    public RecentIds(long horizon) {
        if (horizon <= 0 || horizon > 20L * 24 * 3600 * 1000) {
            throw new IllegalArgumentException("The horizon must be between 1 ms and 20 days, not " + horizon);
        }
        this.horizon = horizon;
    }

    /**
     * Notes an arrival.
     *
     * @param id the event's fingerprint, not 0
     * @param arrival epoch ms, never less than an earlier call's
     * @return whether it arrived before within the horizon
     */
    public boolean arrivedBefore(long id, long arrival) {
        boolean before = note(id, arrival);
        if (unsavedLength + 2 > unsaved.length) {
            unsaved = Arrays.copyOf(unsaved, unsaved.length * 2);
        }
        unsaved[unsavedLength++] = id;
        unsaved[unsavedLength++] = arrival;
        return before;
    }

    /** Reads where the id would be and changes nothing; see {@link Partition#ask}. */
    long ask(long id) {
        int at = (int) id & (ids.length - 1);
        return ids[at] + arrivals[at];
    }

    /** Drops what {@link #save} would write: where no journal is kept it would be in the way for ever. */
    void forgetUnsaved() {
        unsavedLength = 0;
        if (unsaved.length > KEPT) {
            unsaved = new long[64];
        }
    }

    /** Takes back an arrival from the journal. */
    public void restore(long id, long arrival) {
        note(id, arrival);
    }

    /** How many arrivals {@link #save} would write now. */
    public int unsaved() {
        return unsavedLength / 2;
    }

    /** Writes the oldest arrivals not written yet, so many at the most: their number, then id and arrival of each. */
    public void save(StateWriter out, int most) {
        int n = Math.min(most, unsaved());
        out.count(n);
        long previous = 0;
        for (int i = 0; i < 2 * n; i += 2) {
            out.fixed(unsaved[i]);
            out.signed(unsaved[i + 1] - previous);
            previous = unsaved[i + 1];
        }
        System.arraycopy(unsaved, 2 * n, unsaved, 0, unsavedLength - 2 * n);
        unsavedLength -= 2 * n;
        if (unsavedLength == 0 && unsaved.length > KEPT) {
            unsaved = new long[64];
        }
    }

    /** Reads what {@link #save} wrote. */
    public void restore(StateReader in) {
        long arrival = 0;
        for (int n = in.count(); n > 0; n--) {
            long id = in.fixed();
            arrival += in.signed();
            restore(id, arrival);
        }
    }

    /** How many ids are held, those past the horizon that were not swept out yet included. */
    public int size() {
        return size;
    }

    private boolean note(long id, long arrival) {
        if (epoch == Long.MIN_VALUE) {
            epoch = arrival;
        }
        if (arrival - epoch > Integer.MAX_VALUE - 1L || arrival < epoch) {
            rebuild(ids.length, arrival);
        }
        int at = place(id, ids);
        int relative = (int) (arrival - epoch);
        if (ids[at] == id) {
            boolean within = arrival - (epoch + arrivals[at]) < horizon;
            arrivals[at] = Math.max(arrivals[at], relative);
            return within;
        }
        ids[at] = id;
        arrivals[at] = relative;
        if (++size * 3L > ids.length * 2L) {
            rebuild(ids.length, arrival);
        }
        return false;
    }

    /** Drops what is past the horizon and takes the table's size that the rest needs. */
    private void rebuild(int from, long now) {
        long newest = now;
        for (int i = 0; i < from; i++) {
            if (ids[i] != 0) {
                newest = Math.max(newest, epoch + arrivals[i]);
            }
        }
        int kept = 0;
        for (int i = 0; i < from; i++) {
            if (ids[i] != 0 && newest - (epoch + arrivals[i]) < horizon) {
                kept++;
            }
        }
        int capacity = SMALLEST;
        while (kept * 2L > capacity) {
            capacity *= 2;
        }
        long newEpoch = Math.min(now, newest - horizon);
        long[] newIds = new long[capacity];
        int[] newArrivals = new int[capacity];
        for (int i = 0; i < from; i++) {
            if (ids[i] != 0 && newest - (epoch + arrivals[i]) < horizon) {
                int at = place(ids[i], newIds);
                newIds[at] = ids[i];
                newArrivals[at] = (int) (epoch + arrivals[i] - newEpoch);
            }
        }
        ids = newIds;
        arrivals = newArrivals;
        size = kept;
        epoch = newEpoch;
    }

    private static int place(long id, long[] table) {
        int mask = table.length - 1;
        int at = (int) id & mask;
        while (table[at] != 0 && table[at] != id) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
