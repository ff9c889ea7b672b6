package io.engage.archive.format;

import java.util.Arrays;

/**
 * Offsets and arrivals of a row of records in a few bytes: records with consecutive offsets that arrived in the same
 * millisecond are one run. A producer's batch is stamped as a whole, so runs are about as many as batches.
 *
 * <p>Packed form: per run three numbers of variable length: offsets left out before it, records, and milliseconds since the
 * run before (signed: brokers' clocks may step back). The first run counts from 0.
 */
final class Runs {
    private byte[] packed = new byte[256];
    private int length;

    private long runOffset;
    private long runCount;
    private long runArrival;

    /** Where the last packed run ended. */
    private long packedEnd;

    private long packedArrival;

    /** Adds a record; offsets grow. */
    void add(long offset, long arrival) {
        if (runCount > 0 && offset == runOffset + runCount && arrival == runArrival) {
            runCount++;
            return;
        }
        pack();
        runOffset = offset;
        runCount = 1;
        runArrival = arrival;
    }

    private void pack() {
        if (runCount == 0) {
            return;
        }
        if (packed.length - length < 30) {
            packed = Arrays.copyOf(packed, packed.length * 2);
        }
        number(runOffset - packedEnd);
        number(runCount);
        long step = runArrival - packedArrival;
        number((step << 1) ^ (step >> 63));
        packedEnd = runOffset + runCount;
        packedArrival = runArrival;
        runCount = 0;
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            packed[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        packed[length++] = (byte) rest;
    }

    /** The packed form of all records added. */
    byte[] toBytes() {
        pack();
        return Arrays.copyOf(packed, length);
    }

    /** Goes through the records of a packed form. */
    static final class Cursor {
        private final byte[] packed;
        private int at;
        private long left;
        private long offset = -1;
        private long end;
        private long arrival;

        Cursor(byte[] packed) {
            this.packed = packed;
        }

        /** Steps to the next record; false behind the last. */
        boolean next() {
            if (left == 0) {
                if (at == packed.length) {
                    return false;
                }
                offset = end + number();
                left = number();
                long step = number();
                arrival += (step >>> 1) ^ -(step & 1);
                end = offset + left;
                left--;
                return true;
            }
            offset++;
            left--;
            return true;
        }

        long offset() {
            return offset;
        }

        long arrival() {
            return arrival;
        }

        private long number() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at == packed.length) {
                    throw new IllegalArgumentException("The offsets and arrivals of the file are cut off");
                }
                byte b = packed[at++];
                value |= (b & 0x7FL) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("The offsets and arrivals of the file are damaged");
        }
    }
}
