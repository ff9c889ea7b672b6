package io.engage.local.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Lines of streams, however these are cut into pieces. */
class LinesTest {
    @Property
    void theLinesAreThoseOfTheText(
            @ForAll @Chars({'\n', '\r', ' '}) @CharRange(from = 'a', to = 'c') @StringLength(max = 60) String text,
            @ForAll @IntRange(min = 1, max = 7) int piece)
            throws IOException {
        // Given a naive reading of the text
        List<String> expected = new ArrayList<>(List.of(text.split("\n", -1)));
        if (expected.getLast().isEmpty()) {
            expected.removeLast();
        }
        expected.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);

        // When it comes in pieces
        List<String> lines = read(inPieces(text, piece));

        // Then the lines are the same
        assertEquals(expected, lines);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertEquals(List.of("a", "\uFEFFb"), read(stream("\uFEFFa\n\uFEFFb\n")));
    }

    @Test
    void aLineWithoutEndCostsNoMemory() throws IOException {
        // Given a line of 100 MB, and another
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                at++;
                return at <= 100_000_000 ? 'x' : at == 100_000_001 ? '\n' : at == 100_000_002 ? 'y' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    int b = read();
                    if (b < 0) {
                        return i == 0 ? -1 : i;
                    }
                    bytes[offset + i] = (byte) b;
                }
                return length;
            }
        };
        Lines lines = new Lines(endless);

        // Then only its beginning is kept, and the next is whole
        assertTrue(lines.next());
        assertTrue(lines.isTooLong());
        assertEquals(Lines.LONGEST, lines.length());
        assertTrue(lines.bytes().length <= 2 * Lines.LONGEST);
        assertTrue(lines.next());
        assertFalse(lines.isTooLong());
        assertEquals(1, lines.length());
        assertEquals(2, lines.number());
        assertFalse(lines.next());
    }

    private static List<String> read(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        List<String> all = new ArrayList<>();
        while (lines.next()) {
            all.add(new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8));
            assertEquals(all.size(), lines.number());
        }
        return all;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream inPieces(String text, int piece) {
        return new FilterInputStream(stream(text)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(piece, length));
            }
        };
    }
}
