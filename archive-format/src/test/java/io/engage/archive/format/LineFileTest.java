package io.engage.archive.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineFileTest {
    /** How a record follows the one before: offsets left out, milliseconds since, its value. */
    record Step(int gap, int later, String value) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(8, Arbitraries.just(0)),
                                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(1, 1_000_000))),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(5, Arbitraries.just(0)),
                                net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(-5_000, 100_000))),
                        Arbitraries.strings().excludeChars('\n').ofMaxLength(50))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(300);
    }

    /** Promise: every record comes back with its very bytes, its offset and its arrival, and the extent says what is in it. */
    @Property(tries = 200)
    void comesBack(@ForAll("steps") List<Step> steps, @ForAll boolean huge) throws IOException {
        // Given
        List<byte[]> values = new ArrayList<>();
        for (Step step : steps) {
            values.add(step.value.getBytes(UTF_8));
        }
        if (huge) {
            byte[] value = new byte[200_000];
            Arrays.fill(value, (byte) 'x');
            values.set(values.size() / 2, value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When
        Extent extent;
        try (LineFile file = new LineFile(out, 1_000)) {
            long offset = 999;
            long arrival = 1_700_000_000_000L;
            for (int i = 0; i < values.size(); i++) {
                offset += 1 + steps.get(i).gap;
                arrival += steps.get(i).later;
                file.add(offset, arrival, values.get(i));
            }
            extent = file.extent();
            file.finish();
        }
        // Then
        long offset = 999;
        long arrival = 1_700_000_000_000L;
        try (ArchivedLines lines = new ArchivedLines(out.toByteArray())) {
            for (int i = 0; i < values.size(); i++) {
                assertTrue(lines.next());
                offset += 1 + steps.get(i).gap;
                arrival += steps.get(i).later;
                assertArrayEquals(values.get(i), lines.line());
                assertEquals(offset, lines.offset());
                assertEquals(arrival, lines.arrival());
            }
            assertFalse(lines.next());
        }
        assertEquals(
                new Extent(
                        1_000,
                        1_000 + steps.getFirst().gap,
                        offset,
                        values.size(),
                        1_700_000_000_000L + steps.getFirst().later,
                        arrival),
                extent);
        assertEquals(extent, Extent.of(extent.toMetadata()));
    }

    /** Promise: to any reader of gzip the file is its lines and nothing else, however long the trailer is. */
    @Test
    void isPlainGzip() throws IOException {
        // Given: arrivals that make a trailer of several members
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder expected = new StringBuilder();
        try (LineFile file = new LineFile(out, 0)) {
            for (int i = 0; i < 100_000; i++) {
                file.add(2L * i, 1_700_000_000_000L + i * 1_000_003L, ("{\"n\":" + i + "}").getBytes(UTF_8));
                expected.append("{\"n\":").append(i).append("}\n");
            }
            file.finish();
        }
        // When
        byte[] read = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes();
        // Then
        assertEquals(expected.toString(), new String(read, UTF_8));
        try (ArchivedLines lines = new ArchivedLines(out.toByteArray())) {
            int n = 0;
            while (lines.next()) {
                assertEquals(2L * n++, lines.offset());
            }
            assertEquals(100_000, n);
        }
    }

    /** Promise: one record is one line, whatever its value is. */
    @Test
    void keepsOneLineARecord() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineFile file = new LineFile(out, 7)) {
            file.add(7, 1, "{\n}".getBytes(UTF_8));
            file.add(9, 1, null);
            file.finish();
        }
        // When
        ArchivedLines lines = new ArchivedLines(out.toByteArray());
        // Then
        assertTrue(lines.next());
        assertEquals("{ }", new String(lines.line(), UTF_8));
        assertTrue(lines.next());
        assertEquals("null", new String(lines.line(), UTF_8));
        assertFalse(lines.next());
    }

    /** Promise: gzip files that others wrote are read too, without offsets and arrivals. */
    @Test
    void readsForeignFiles() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write("a\nb".getBytes(UTF_8));
        }
        // When
        ArchivedLines lines = new ArchivedLines(out.toByteArray());
        // Then
        assertTrue(lines.next());
        assertEquals(ArchivedLines.UNKNOWN, lines.offset());
        assertTrue(lines.next());
        assertEquals("b", new String(lines.line(), UTF_8));
        assertFalse(lines.next());
    }

    /** Promise: offsets only grow. */
    @Test
    void refusesWhatComesAgain() throws IOException {
        LineFile file = new LineFile(new ByteArrayOutputStream(), 5);
        assertThrows(IllegalArgumentException.class, () -> file.add(4, 0, new byte[0]));
        file.add(5, 0, new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> file.add(5, 0, new byte[0]));
    }

    /** Promise: a file of which a part could not be written is never taken for a whole one, even if there is room again. */
    @Test
    void isNotFinishedAfterAFailure() throws IOException {
        // Given a disk that is full for a moment
        boolean[] full = {true};
        ByteArrayOutputStream disk = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                if (full[0]) {
                    throw new UncheckedIOException(new IOException("No space left on device"));
                }
                super.write(bytes, offset, length);
            }
        };
        LineFile file = new LineFile(disk, 0);
        byte[] value = new byte[200_000];
        new Random(1).nextBytes(value);
        // When
        assertThrows(UncheckedIOException.class, () -> file.add(0, 1, value));
        full[0] = false;
        // Then
        assertThrows(IOException.class, () -> file.add(1, 1, value));
        assertThrows(IOException.class, file::finish);
    }
}
