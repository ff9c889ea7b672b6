package io.engage.ingest.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Decompresses bodies, up to a limit: a small body that would become a huge one costs no more than that. */
public final class Gzip {
    private static final int BUFFER = 8_192;
    private static final byte[] NOTHING = new byte[0];

    /** What became of a compressed body. */
    public sealed interface Result {
        /**
         * @param bytes its content, in the first {@code length} bytes
         * @param taken how much memory was taken for it, to be given back when it is not needed any more
         */
        @SuppressWarnings("ArrayRecordComponent") // read once, never compared
        record Plain(byte[] bytes, int length, long taken) implements Result {}

        /** It is longer than the limit. */
        record TooLong() implements Result {}

        /** There is no memory for it now. */
        record NoRoom() implements Result {}

        /** @param reason why it is no gzip */
        record Damaged(String reason) implements Result {}
    }

    private Gzip() {}

    /** Decompresses the first {@code length} bytes. What it needs is taken from {@code memory} before it is used. */
    public static Result inflate(byte[] compressed, int length, int limit, Memory memory) {
        long taken = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length), BUFFER)) {
            byte[] plain = NOTHING;
            int filled = 0;
            while (true) {
                int size = (int) Math.min(limit + 1L, Math.max(BUFFER, Math.max(4L * length, 2L * plain.length)));
                if (!memory.take(size - plain.length)) {
                    return new Result.NoRoom();
                }
                taken += size - plain.length;
                plain = Arrays.copyOf(plain, size);
                filled += in.readNBytes(plain, filled, size - filled);
                if (filled > limit) {
                    return new Result.TooLong();
                }
                if (filled < size) {
                    Result result = new Result.Plain(plain, filled, taken);
                    taken = 0;
                    return result;
                }
            }
        } catch (IOException e) {
            return new Result.Damaged(e.getMessage() == null ? "it ends too early" : e.getMessage());
        } finally {
            memory.giveBack(taken);
        }
    }
}
