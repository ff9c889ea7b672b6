package io.engage.ingest.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Decompresses bodies, up to a limit: a small body that would become a huge one costs no more than that. */
public final class Gzip {
    private static final int BUFFER = 8_192;

    /** What became of a compressed body. */
    public sealed interface Result {
        /** @param bytes its content, in the first {@code length} bytes */
        @SuppressWarnings("ArrayRecordComponent") // read once, never compared
        record Plain(byte[] bytes, int length) implements Result {}

        /** It is longer than the limit. */
        record TooLong() implements Result {}

        /** @param reason why it is no gzip */
        record Damaged(String reason) implements Result {}
    }

    private Gzip() {}

    /** Decompresses the first {@code length} bytes. */
    public static Result inflate(byte[] compressed, int length, int limit) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length), BUFFER)) {
            byte[] plain = new byte[Math.min(limit, Math.max(BUFFER, 4 * length)) + 1];
            int filled = 0;
            while (true) {
                int read = in.readNBytes(plain, filled, plain.length - filled);
                filled += read;
                if (filled > limit) {
                    return new Result.TooLong();
                }
                if (filled < plain.length) {
                    return new Result.Plain(plain, filled);
                }
                plain = Arrays.copyOf(plain, (int) Math.min(limit + 1L, 2L * plain.length));
            }
        } catch (IOException e) {
            return new Result.Damaged(e.getMessage() == null ? "it ends too early" : e.getMessage());
        }
    }
}
