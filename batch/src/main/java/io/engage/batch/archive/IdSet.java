package io.engage.batch.archive;

/**
 * A set of 64-bit fingerprints in a flat array: 11 to 22 bytes each, where a set of boxed numbers takes some 60. The fingerprints are
 * spread evenly by themselves, so their leading bits are their place; collisions go to the next free one (linear probing; Knuth, TAOCP
 * 3, 6.4, algorithm L).
 */
public final class IdSet {
    private static final int SMALLEST_BITS = 4;

    private int bits = SMALLEST_BITS;
    private long[] ids = new long[1 << SMALLEST_BITS];
    private int size;

    /**
     * Adds an id.
     *
     * @param id not 0
     * @return whether it was not there before
     */
    public boolean add(long id) {
        if (id == 0) {
            throw new IllegalArgumentException("0 is no fingerprint");
        }
        if ((size + 1) * 4L > ids.length * 3L) {
            grow();
        }
        int at = place(id);
        if (ids[at] == id) {
            return false;
        }
        ids[at] = id;
        size++;
        return true;
    }

    /** How many different ids there are. */
    public int size() {
        return size;
    }

    private int place(long id) {
        int at = (int) (id >>> (64 - bits));
        while (ids[at] != 0 && ids[at] != id) {
            at = (at + 1) & (ids.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] old = ids;
        bits++;
        ids = new long[1 << bits];
        for (long id : old) {
            if (id != 0) {
                ids[place(id)] = id;
            }
        }
    }
}
