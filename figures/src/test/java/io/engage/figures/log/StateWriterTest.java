package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Guards that a number of state takes as few bytes as LEB128 does, and comes back as it was. */
class StateWriterTest {
    @Property
    void numbersAreWrittenSevenBitsAByteAndComeBack(@ForAll("numbers") List<Long> numbers) {
        // Given
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        numbers.forEach(number -> leb128(number, expected));
        // When
        StateWriter out = new StateWriter();
        numbers.forEach(number -> out.signed(unzigzag(number)));
        // Then
        assertArrayEquals(expected.toByteArray(), out.toBytes());
        StateReader in = new StateReader(out.toBytes());
        numbers.forEach(number -> assertEquals(unzigzag(number), in.signed()));
        assertTrue(in.atEnd());
    }

    @Example
    void theEndsOfEachLengthComeBack() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (long number : new long[] {(1L << bits) - 1, 1L << bits, -(1L << bits)}) {
                // Given
                StateWriter out = new StateWriter();
                // When
                out.signed(number);
                out.time(number);
                // Then
                StateReader in = new StateReader(out.toBytes());
                assertEquals(number, in.signed());
                assertEquals(number, in.time());
            }
        }
    }

    /** Numbers of any length: even ones would nearly all take ten bytes. */
    @Provide
    Arbitrary<List<Long>> numbers() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, Long.SIZE - 1))
                .as((number, shift) -> number >>> shift)
                .list()
                .ofMaxSize(100);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static void leb128(long value, ByteArrayOutputStream out) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
