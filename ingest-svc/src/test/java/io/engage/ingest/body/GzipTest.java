package io.engage.ingest.body;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

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
        Memory memory = new Memory(Long.MAX_VALUE);
        Gzip.Result result = Gzip.inflate(compressed, compressed.length, limit, memory);
        // Then
        if (plain.length > limit) {
            assertInstanceOf(Gzip.Result.TooLong.class, result);
            assertEquals(0, memory.used());
        } else {
            Gzip.Result.Plain read = assertInstanceOf(Gzip.Result.Plain.class, result);
            assertArrayEquals(plain, Arrays.copyOf(read.bytes(), read.length()));
            assertEquals(read.bytes().length, read.taken());
            assertEquals(read.taken(), memory.used());
        }
    }

    @Property(tries = 500)
    void damagedBytesAreRefused(@ForAll @Size(max = 100) byte[] bytes, @ForAll @IntRange(max = 100) int cut)
            throws IOException {
        // Given
        Memory memory = new Memory(Long.MAX_VALUE);
        byte[] compressed = gzip(bytes);
        int kept = Math.max(0, compressed.length - 1 - cut);
        // When, then
        assertInstanceOf(Gzip.Result.Damaged.class, Gzip.inflate(bytes, bytes.length, 1_000, memory));
        assertInstanceOf(Gzip.Result.Damaged.class, Gzip.inflate(compressed, kept, 1_000, memory));
        assertEquals(0, memory.used());
    }

    @Test
    void withoutRoomNothingIsTaken() throws IOException {
        // Given
        Memory memory = new Memory(100_000);
        byte[] compressed = gzip(new byte[1_000_000]);
        // When
        Gzip.Result result = Gzip.inflate(compressed, compressed.length, 1_000_000, memory);
        // Then
        assertInstanceOf(Gzip.Result.NoRoom.class, result);
        assertEquals(0, memory.used());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
