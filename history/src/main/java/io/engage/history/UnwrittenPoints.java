package io.engage.history;

import java.util.Arrays;

/**
 * The points of one history that are still to be written, by slot, the newest figures of each. So many are kept while Redis is
 * away; what is older is read from the log of points again. Used by one thread at a time.
 */
public final class UnwrittenPoints {
    /** Ten minutes of points. */
    static final int KEPT = 60;

    private static final long[] NO_SLOTS = {};
    private static final String[] NO_POINTS = {};

    /** In order. */
    private long[] slots = NO_SLOTS;

    private String[] points = NO_POINTS;
    private int size;

    /** Takes the points, in their order. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one.
         *
         * @param slot the start of the slot, epoch seconds
         * @param json its figures, as a JSON object
         */
        void point(long slot, String json);
    }

    /**
     * Puts the point of a slot in the place of what there was of it.
     *
     * @return whether another one had to go
     */
    public boolean put(long slot, String json) {
        int at = size;
        while (at > 0 && slots[at - 1] >= slot) {
            at--;
        }
        if (at < size && slots[at] == slot) {
            points[at] = json;
            return false;
        }
        if (size == slots.length) {
            int length = Math.max(2, 2 * size);
            slots = Arrays.copyOf(slots, length);
            points = Arrays.copyOf(points, length);
        }
        System.arraycopy(slots, at, slots, at + 1, size - at);
        System.arraycopy(points, at, points, at + 1, size - at);
        slots[at] = slot;
        points[at] = json;
        size++;
        if (size <= KEPT) {
            return false;
        }
        size--;
        System.arraycopy(slots, 1, slots, 0, size);
        System.arraycopy(points, 1, points, 0, size);
        return true;
    }

    /**
     * Puts all points of another, which are newer.
     *
     * @return whether a point had to go
     */
    public boolean putAll(UnwrittenPoints newer) {
        boolean gone = false;
        for (int i = 0; i < newer.size; i++) {
            gone |= put(newer.slots[i], newer.points[i]);
        }
        return gone;
    }

    /** Whether half of those that are kept are there: time to write them, lest some have to go. */
    public boolean isCrowded() {
        return size >= KEPT / 2;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Goes through them in their order. */
    public void forEach(Sink sink) {
        for (int i = 0; i < size; i++) {
            sink.point(slots[i], points[i]);
        }
    }
}
