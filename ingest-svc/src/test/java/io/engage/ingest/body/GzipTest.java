package io.engage.ingest.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promises on compressed bodies: the content up to the limit, or a reason; never more memory than the limit. */
class GzipTest {
    @Property(tries = 200)
    void contentUpToTheLimitIsRead(
            @ForAll @Size(max = 300) byte[] content,
            @ForAll @IntRange(min = 1, max = 400) int repeated,
            @ForAll @IntRange(min = 1, max = 60_000) int limit)
            throws IOException {
        // Given
        byte[] plain = new byte[content.length * repeated];
        for (int i = 0; i < repeated; i++) {
            System.arraycopy(content, 0, plain, i * content.length, content.length);
        }
        byte[] compressed = gzip(plain);
        // When
        Gzip.Result result = Gzip.inflate(compressed, compressed.length, limit);
        // Then
        if (plain.length > limit) {
            assertInstanceOf(Gzip.Result.TooLong.class, result);
        } else {
            Gzip.Result.Plain read = assertInstanceOf(Gzip.Result.Plain.class, result);
            assertArrayEquals(plain, Arrays.copyOf(read.bytes(), read.length()));
        }
    }

    @Property(tries = 500)
    void damagedBytesAreRefused(@ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 100) int cut)
            throws IOException {
        byte[] compressed = gzip(bytes);
        assertInstanceOf(Gzip.Result.Damaged.class, Gzip.inflate(bytes, bytes.length, 1_000));
        assertInstanceOf(
                Gzip.Result.Damaged.class, Gzip.inflate(compressed, Math.max(0, compressed.length - 1 - cut), 1_000));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
