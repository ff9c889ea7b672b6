package io.engage.figures.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link StateWriter} wrote, in the same order. Bytes that end too early are an {@link IllegalStateException}. */
public final class StateReader {
    private final byte[] bytes;
    private int position;

    public StateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether everything was read. */
    public boolean atEnd() {
        return position == bytes.length;
    }

    public int count() {
        long value = variable();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalStateException("The stored state is damaged: a count of " + value);
        }
        return (int) value;
    }

    /** Reads what {@link StateWriter#count} wrote where it may pass two billion. */
    public long total() {
        return variable();
    }

    public long signed() {
        return unzigzag(variable());
    }

    /** Reads what {@link StateWriter#time} wrote. */
    public long time() {
        long value = variable();
        return value == 0 ? Long.MIN_VALUE : unzigzag(value - 1);
    }

    public long fixed() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[position++] & 0xFF);
        }
        return value;
    }

    public double number() {
        return Double.longBitsToDouble(fixed());
    }

    public boolean flag() {
        need(1);
        return bytes[position++] != 0;
    }

    public String text() {
        int length = count();
        if (length == 0) {
            return null;
        }
        need(length - 1);
        String value = new String(bytes, position, length - 1, StandardCharsets.UTF_8);
        position += length - 1;
        return value;
    }

    public byte[] bytes() {
        int length = count();
        need(length);
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    private long variable() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("The stored state is damaged: a number without an end");
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private void need(int more) {
        if (more < 0 || position + more > bytes.length) {
            throw new IllegalStateException(
                    "The stored state is damaged: " + more + " bytes wanted at " + position + " of " + bytes.length);
        }
    }
}
