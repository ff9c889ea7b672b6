package io.engage.archive.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.archive.verify.Chain.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTest {
    private static ArchivedFile file(long from, long first, long last, long count) {
        return new ArchivedFile(
                new FileName(new Source("t", 1), new Hour(9), first), new Extent(from, first, last, count, 1, 2));
    }

    /** Promise: offsets of transactions' ends are no gap, wherever they are. */
    @Test
    void endsOfTransactionsAreNoGap() {
        Chain chain = Chain.of(List.of(file(6, 8, 20, 4), file(0, 0, 5, 4), file(21, 21, 21, 1)))
                .getFirst();
        assertTrue(chain.isClean());
        assertEquals(List.of(new Range(0, 21)), chain.ranges());
        assertEquals(9, chain.records());
        assertEquals(3, chain.files());
    }

    /** Promise: what no file covers is named. */
    @Test
    void namesGaps() {
        Chain chain = Chain.of(List.of(file(0, 0, 5, 6), file(7, 9, 10, 2))).getFirst();
        assertFalse(chain.isClean());
        assertEquals(List.of(new Range(6, 6)), chain.gaps());
        assertEquals(List.of(new Range(0, 5), new Range(7, 10)), chain.ranges());
    }

    /** Promise: what two files cover is named, also when one lies within the other. */
    @Test
    void namesOverlaps() {
        assertEquals(
                List.of(new Range(4, 5)),
                Chain.of(List.of(file(0, 0, 5, 6), file(4, 4, 10, 2)))
                        .getFirst()
                        .overlaps());
        Chain within = Chain.of(List.of(file(0, 0, 50, 6), file(4, 4, 10, 2), file(51, 51, 60, 1)))
                .getFirst();
        assertEquals(List.of(new Range(4, 10)), within.overlaps());
        assertEquals(List.of(new Range(0, 60)), within.ranges());
    }

    /** Promise: a part of the archive is judged by itself. */
    @Test
    void beginsAnywhere() {
        assertTrue(Chain.of(List.of(file(100, 100, 105, 6))).getFirst().isClean());
    }
}
