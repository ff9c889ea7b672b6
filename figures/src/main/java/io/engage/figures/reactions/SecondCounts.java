package io.engage.figures.reactions;

import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;

/**
 * Likes and dislikes by the second they happened in, oldest first. Only seconds in which something did are held, and only as
 * long as they can change anything: at most some sixty in practice.
 */
final class SecondCounts {
    private static final int WIDTH = 2;

    /** Of each second its number, then its {@linkplain #pair counts}: what is looked at together lies together. */
    private long[] table = new long[4 * WIDTH];
    /** Where the first second is in the table, and where the last one ends. */
    private int first;

    private int end;

    /** Likes and dislikes as one number, so that both are added up at once. */
    static long pair(int likes, int dislikes) {
        return (long) likes << 32 | dislikes;
    }

    /** The likes of a pair. */
    static int likes(long pair) {
        return (int) (pair >>> 32);
    }

    /** The dislikes of a pair. */
    static int dislikes(long pair) {
        return (int) pair;
    }

    /** How many seconds are held. */
    int size() {
        return (end - first) / WIDTH;
    }

    /** Reads where the newest second is, and changes nothing. */
    long ask() {
        return table[Math.max(0, end - WIDTH)];
    }

    /** Adds a {@linkplain #pair} to a second. */
    void add(long second, long pair) {
        int at = end;
        while (at > first && table[at - WIDTH] >= second) {
            at -= WIDTH;
        }
        if (at == end || table[at] != second) {
            at = open(at, second);
        }
        table[at + 1] += pair;
    }

    /** Makes room for a second at the given place; returns where it is now. */
    private int open(int place, long second) {
        int at = place;
        if (end == table.length) {
            int size = end - first;
            long[] old = table;
            // The oldest are dropped, so that it may be empty in front.
            table = size * 2 > old.length ? new long[old.length * 2] : old;
            System.arraycopy(old, first, table, 0, size);
            at -= first;
            first = 0;
            end = size;
        }
        System.arraycopy(table, at, table, at + WIDTH, end - at);
        table[at] = second;
        table[at + 1] = 0;
        end += WIDTH;
        return at;
    }

    /** The {@linkplain #pair} of the seconds after {@code after} up to and at {@code until}. */
    long sum(long after, long until) {
        long sum = 0;
        for (int at = end - WIDTH; at >= first && table[at] > after; at -= WIDTH) {
            if (table[at] <= until) {
                sum += table[at + 1];
            }
        }
        return sum;
    }

    /** The first second after the given one in which something happened; {@link Long#MAX_VALUE} when there is none. */
    long firstAfter(long second) {
        long found = Long.MAX_VALUE;
        for (int at = end - WIDTH; at >= first && table[at] > second; at -= WIDTH) {
            found = table[at];
        }
        return found;
    }

    /** Drops all seconds up to and at the given one. */
    void dropUntil(long second) {
        while (first < end && table[first] <= second) {
            first += WIDTH;
        }
    }

    void write(StateWriter out) {
        out.count(size());
        long previous = 0;
        for (int at = first; at < end; at += WIDTH) {
            out.signed(table[at] - previous);
            out.count(likes(table[at + 1]));
            out.count(dislikes(table[at + 1]));
            previous = table[at];
        }
    }

    void read(StateReader in) {
        first = 0;
        end = 0;
        long second = 0;
        for (int n = in.count(); n > 0; n--) {
            second += in.signed();
            add(second, pair(in.count(), in.count()));
        }
    }
}
