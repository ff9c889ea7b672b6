package io.engage.archive.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Carries offsets and arrivals behind the lines of a file, where no reader of gzip sees them: in empty gzip members whose
 * header has an extra field (RFC 1952, 2.3.1.1). Each of the first ones has a subfield {@code ER} with up to 60,000 bytes; the last one
 * has a subfield {@code EZ} with the length of all before it, so that the trailer is found from the file's end.
 */
final class Trailer {
    private static final int PIECE = 60_000;
    /** Header, length of the extra field, header of the subfield. */
    private static final int BEFORE = 10 + 2 + 4;
    /** An empty deflate block, the check sum of nothing, the length of nothing. */
    private static final int BEHIND = 2 + 4 + 4;

    private static final int LAST = BEFORE + 8 + BEHIND;

    private Trailer() {}

    static byte[] of(byte[] runs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(runs.length + 256);
        for (int at = 0; at < runs.length; at += PIECE) {
            member(out, 'R', runs, at, Math.min(PIECE, runs.length - at));
        }
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(out.size())
                .array();
        member(out, 'Z', length, 0, length.length);
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream out, char kind, byte[] data, int from, int length) {
        ByteBuffer head = ByteBuffer.allocate(BEFORE).order(ByteOrder.LITTLE_ENDIAN);
        // Deflate, extra field, no time, unknown system.
        head.put(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff});
        head.putShort((short) (4 + length)).put((byte) 'E').put((byte) kind).putShort((short) length);
        out.writeBytes(head.array());
        out.write(data, from, length);
        out.writeBytes(new byte[] {3, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    /** The runs in a whole file's bytes; nothing when it has no trailer. */
    static Optional<byte[]> find(ByteBuffer file) {
        ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.limit() - LAST;
        if (end < 0 || !isMember(bytes, end, 'Z', 8)) {
            return Optional.empty();
        }
        long length = bytes.getLong(end + BEFORE);
        if (length < 0 || length > end) {
            return Optional.empty();
        }
        byte[] runs = new byte[(int) length];
        int found = 0;
        int at = (int) (end - length);
        while (at < end) {
            int piece = at + BEFORE > end ? -1 : Short.toUnsignedInt(bytes.getShort(at + 14));
            if (piece < 0 || !isMember(bytes, at, 'R', piece)) {
                return Optional.empty();
            }
            bytes.get(at + BEFORE, runs, found, piece);
            found += piece;
            at += BEFORE + piece + BEHIND;
        }
        return Optional.of(Arrays.copyOf(runs, found));
    }

    private static boolean isMember(ByteBuffer bytes, int at, char kind, int length) {
        return at + BEFORE + length + BEHIND <= bytes.limit()
                && bytes.get(at) == 0x1f
                && bytes.get(at + 1) == (byte) 0x8b
                && bytes.get(at + 3) == 4
                && bytes.get(at + 12) == 'E'
                && bytes.get(at + 13) == kind;
    }
}
