package io.engage.figures.comments;

/**
 * How often each of very many pairs occurs, in eight bytes a pair at a load between one half and three quarters: a table of 52-bit fingerprints with
 * counts of 12 bits. Two of five million pairs share a fingerprint with a probability of about three in a thousand, and then one count of one word is
 * off by a few. A count stops at 4,095.
 */
final class PairCounts {
    private static final int COUNT_BITS = 12;
    private static final long COUNT = (1L << COUNT_BITS) - 1;
    private static final int SMALLEST = 16;

    private long[] table = new long[SMALLEST];
    private int size;

    /** Counts one more and tells the new count. */
    int increment(long pair) {
        long key = pair & ~COUNT;
        int at = place(key);
        if (table[at] == 0) {
            if ((size + 1) * 4L > table.length * 3L) {
                resize(table.length + table.length / 2);
                at = place(key);
            }
            table[at] = key | 1;
            size++;
            return 1;
        }
        if ((table[at] & COUNT) < COUNT) {
            table[at]++;
        }
        return (int) (table[at] & COUNT);
    }

    /** Counts one less and tells the count before; 0 when the pair is not there. */
    int decrement(long pair) {
        int at = place(pair & ~COUNT);
        if (table[at] == 0) {
            return 0;
        }
        int before = (int) (table[at] & COUNT);
        if (before > 1) {
            table[at]--;
        } else {
            remove(at);
        }
        return before;
    }

    int size() {
        return size;
    }

    /** Empties the place and moves up those that stand behind it because it was taken. */
    private void remove(int place) {
        int hole = place;
        for (int at = next(place); table[at] != 0; at = next(at)) {
            int home = home(table[at] & ~COUNT);
            if (distance(home, at) >= distance(hole, at)) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = 0;
        size--;
        if (table.length > SMALLEST && size * 3L < table.length) {
            resize(Math.max(SMALLEST, table.length * 2 / 3));
        }
    }

    private int place(long key) {
        int at = home(key);
        while (table[at] != 0 && (table[at] & ~COUNT) != key) {
            at = next(at);
        }
        return at;
    }

    /** The upper half of the key as a fraction of the table's length. */
    private int home(long key) {
        return (int) (((key >>> 32) * table.length) >>> 32);
    }

    private int next(int at) {
        return at + 1 == table.length ? 0 : at + 1;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + table.length;
    }

    private void resize(int capacity) {
        long[] old = table;
        table = new long[capacity];
        for (long entry : old) {
            if (entry != 0) {
                table[place(entry & ~COUNT)] = entry;
            }
        }
    }
}
