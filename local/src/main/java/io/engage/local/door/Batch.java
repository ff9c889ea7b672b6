package io.engage.local.door;

import java.util.Arrays;

/** Events that go through the door in one request, one JSON object a line, each with a note of where it came from. */
final class Batch {
    /** The most events of one request. */
    static final int MOST_EVENTS = 1_000;

    /** The size at which a request is full, in bytes. */
    static final int FULL = 256 * 1024;

    private byte[] bytes = new byte[16 * 1024];
    private int length;
    private int[] ends = new int[64];
    private long[] origins = new long[64];
    private int count;

    void add(byte[] line, long origin) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            origins = Arrays.copyOf(origins, 2 * count);
        }
        int needed = length + line.length + 1;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        System.arraycopy(line, 0, bytes, length, line.length);
        length = needed;
        bytes[length - 1] = '\n';
        ends[count] = length;
        origins[count++] = origin;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MOST_EVENTS || length >= FULL;
    }

    int count() {
        return count;
    }

    /** Where the event at an index came from. */
    long origin(int index) {
        return origins[index];
    }

    /** The buffer; the lines fill the first {@link #length} bytes. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The events of a range of indexes in a batch of their own. */
    Batch part(int from, int to) {
        Batch part = new Batch();
        for (int i = from; i < to; i++) {
            part.add(Arrays.copyOfRange(bytes, i == 0 ? 0 : ends[i - 1], ends[i] - 1), origins[i]);
        }
        return part;
    }
}
