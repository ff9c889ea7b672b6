package io.engage.local.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the lines of a stream of any size. A line that is longer than {@value #LONGEST} bytes is cut there. */
final class Lines {
    /** The most bytes of a line that are kept. */
    static final int LONGEST = 1 << 20;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int filled;
    private byte[] line = new byte[1 << 12];
    private int length;
    private long number;
    private boolean tooLong;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next line; false when there is none. */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        if (at == filled && !fill()) {
            return false;
        }
        number++;
        boolean ended = false;
        while (!ended && (at < filled || fill())) {
            int end = at;
            while (end < filled && chunk[end] != '\n') {
                end++;
            }
            append(at, end);
            ended = end < filled;
            at = ended ? end + 1 : end;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (number == 1 && length >= MARK.length && Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length)) {
            System.arraycopy(line, MARK.length, line, 0, length - MARK.length);
            length -= MARK.length;
        }
        return true;
    }

    /** Whether the next line may have to be waited for, as with a pipe that somebody still writes to. */
    boolean isDry() throws IOException {
        return at == filled && in.available() == 0;
    }

    /** The buffer of the line, to be read before the next; it fills the first {@link #length} bytes. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** The number of the line, from 1. */
    long number() {
        return number;
    }

    /** Whether it was longer than what is kept of it. */
    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(chunk));
        return filled > 0;
    }

    private void append(int from, int to) {
        int kept = Math.min(to - from, LONGEST - length);
        tooLong |= kept < to - from;
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.max(length + kept, 2 * line.length));
        }
        System.arraycopy(chunk, from, line, length, kept);
        length += kept;
    }
}
