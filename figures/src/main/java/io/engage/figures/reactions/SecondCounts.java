package io.engage.figures.reactions;

import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.util.Arrays;

/**
 * Likes and dislikes by the second they happened in, oldest first. Only seconds in which something did are held, and only as
 * long as they can change anything: at most some sixty in practice.
 */
final class SecondCounts {
    private long[] seconds = new long[4];
    private int[] likes = new int[4];
    private int[] dislikes = new int[4];
    private int size;

    void add(long second, int moreLikes, int moreDislikes) {
        int at = size;
        while (at > 0 && seconds[at - 1] >= second) {
            at--;
        }
        if (at == size || seconds[at] != second) {
            open(at, second);
        }
        likes[at] += moreLikes;
        dislikes[at] += moreDislikes;
    }

    private void open(int at, long second) {
        if (size == seconds.length) {
            seconds = Arrays.copyOf(seconds, size * 2);
            likes = Arrays.copyOf(likes, size * 2);
            dislikes = Arrays.copyOf(dislikes, size * 2);
        }
        System.arraycopy(seconds, at, seconds, at + 1, size - at);
        System.arraycopy(likes, at, likes, at + 1, size - at);
        System.arraycopy(dislikes, at, dislikes, at + 1, size - at);
        seconds[at] = second;
        likes[at] = 0;
        dislikes[at] = 0;
        size++;
    }

    /** Likes in the seconds after {@code after} up to and at {@code until}. */
    int likes(long after, long until) {
        return sum(likes, after, until);
    }

    /** Dislikes in the seconds after {@code after} up to and at {@code until}. */
    int dislikes(long after, long until) {
        return sum(dislikes, after, until);
    }

    private int sum(int[] counts, long after, long until) {
        int sum = 0;
        for (int i = size - 1; i >= 0 && seconds[i] > after; i--) {
            if (seconds[i] <= until) {
                sum += counts[i];
            }
        }
        return sum;
    }

    /** The first second after the given one in which something happened; {@link Long#MAX_VALUE} when there is none. */
    long firstAfter(long second) {
        for (int i = 0; i < size; i++) {
            if (seconds[i] > second) {
                return seconds[i];
            }
        }
        return Long.MAX_VALUE;
    }

    /** Drops all seconds up to and at the given one. */
    void dropUntil(long second) {
        int dropped = 0;
        while (dropped < size && seconds[dropped] <= second) {
            dropped++;
        }
        if (dropped > 0) {
            size -= dropped;
            System.arraycopy(seconds, dropped, seconds, 0, size);
            System.arraycopy(likes, dropped, likes, 0, size);
            System.arraycopy(dislikes, dropped, dislikes, 0, size);
        }
    }

    void write(StateWriter out) {
        out.count(size);
        for (int i = 0; i < size; i++) {
            out.signed(seconds[i]);
            out.count(likes[i]);
            out.count(dislikes[i]);
        }
    }

    void read(StateReader in) {
        size = 0;
        for (int n = in.count(); n > 0; n--) {
            add(in.signed(), in.count(), in.count());
        }
    }
}
