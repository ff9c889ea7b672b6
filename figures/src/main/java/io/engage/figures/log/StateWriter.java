package io.engage.figures.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Packs state into bytes: small numbers take few of them. Read back by {@link StateReader} in the same order. */
public final class StateWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LAST_FIRST =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The first bit of each of eight bytes. */
    private static final long CONTINUED = 0x8080_8080_8080_8080L;

    private byte[] bytes = new byte[256];
    private int length;

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** Forgets what was written and begins anew, in the same memory. */
    void clear() {
        length = 0;
    }

    /** A copy of the bytes written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes a non-negative count. */
    public void count(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("A count is not negative: " + value);
        }
        variable(value);
    }

    /** Writes a number of any sign, small ones in few bytes. */
    public void signed(long value) {
        variable(zigzag(value));
    }

    /** Writes a time; {@link Long#MIN_VALUE}, for none, in one byte. */
    public void time(long value) {
        variable(value == Long.MIN_VALUE ? 0 : zigzag(value) + 1);
    }

    /** Writes eight bytes. */
    public void fixed(long value) {
        room(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    public void number(double value) {
        fixed(Double.doubleToRawLongBits(value));
    }

    public void flag(boolean value) {
        room(1);
        bytes[length++] = (byte) (value ? 1 : 0);
    }

    /** Writes a text; null is kept apart from the empty text. */
    public void text(String value) {
        if (value == null) {
            count(0);
        } else {
            text(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** As {@link #text(String)}, with the text as bytes of UTF-8. */
    void text(byte[] utf8) {
        count(utf8.length + 1L);
        raw(utf8);
    }

    /** Writes bytes with their number before them. */
    public void bytes(byte[] value) {
        count(value.length);
        raw(value);
    }

    private void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** Seven bits a byte, the last ones first; the first bit of a byte says that more follow (LEB128). */
    private void variable(long value) {
        room(2 * Long.BYTES);
        if (value >>> 7 == 0) {
            bytes[length++] = (byte) value;
        } else if (value >>> 56 == 0) {
            // Without a loop: it stands in so many places that the compiler would be busy for seconds.
            int more = (63 - Long.numberOfLeadingZeros(value)) / 7;
            LAST_FIRST.set(bytes, length, spread(value) | CONTINUED >>> (64 - 8 * more));
            length += more + 1;
        } else {
            LAST_FIRST.set(bytes, length, spread(value) | CONTINUED);
            length += Long.BYTES;
            variable(value >>> 56);
        }
    }

    /** Eight times seven bits in eight bytes. */
    private static long spread(long value) {
        long halves = (value & 0x0FFF_FFFFL) | (value & 0xFF_FFFF_F000_0000L) << 4;
        long quarters = (halves & 0x0000_3FFF_0000_3FFFL) | (halves & 0x0FFF_C000_0FFF_C000L) << 2;
        return (quarters & 0x007F_007F_007F_007FL) | (quarters & 0x3F80_3F80_3F80_3F80L) << 1;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
