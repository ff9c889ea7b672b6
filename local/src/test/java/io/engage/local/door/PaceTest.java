package io.engage.local.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** When something dated is due, and how it is stamped. */
class PaceTest {
    private static final long BEGIN = 1_000_000;

    @Test
    void theExampleOfTheDocumentation() {
        Pace pace = new Pace(10, 0, BEGIN);
        assertEquals(500, pace.wait(5_000, BEGIN));
        assertEquals(BEGIN + 500, pace.stamp(5_000, BEGIN + 500));
        // The door was away: the dated time stands still for 20 s.
        assertEquals(0, pace.wait(5_000, BEGIN + 20_500));
        assertEquals(BEGIN + 20_500, pace.stamp(5_000, BEGIN + 20_500));
        assertEquals(100, pace.wait(6_000, BEGIN + 20_500));
    }

    @Test
    void aSmallDelayIsMadeUpFor() {
        Pace pace = new Pace(1, 0, BEGIN);
        assertTrue(pace.wait(1_000, BEGIN + 9_000) < 0);
        assertEquals(BEGIN + 1_000, pace.stamp(1_000, BEGIN + 9_000), "stamped when it was due");
        assertEquals(1_000, pace.wait(10_000, BEGIN + 9_000));
    }

    @Test
    void whatLiesBeforeTheOriginIsDueAtOnceAndDelaysNothing() {
        Pace pace = new Pace(1, 0, BEGIN);
        assertTrue(pace.wait(-3_600_000, BEGIN) < 0);
        assertEquals(BEGIN - 3_600_000, pace.stamp(-3_600_000, BEGIN));
        assertEquals(1_000, pace.wait(1_000, BEGIN));
    }

    @Test
    void aStragglerIsDueAtOnceAndDelaysNothing() {
        Pace pace = new Pace(1, 0, BEGIN);
        assertEquals(0, pace.wait(3_600_000, BEGIN + 3_600_000));
        assertTrue(pace.wait(0, BEGIN + 3_600_000) < 0);
        assertEquals(BEGIN, pace.stamp(0, BEGIN + 3_600_000), "as late as it was");
        assertEquals(1_000, pace.wait(3_601_000, BEGIN + 3_600_000));
    }

    @Test
    void datesThatBeginAnewArePacedAnew() {
        Pace pace = new Pace(1, 0, BEGIN);
        long now = BEGIN + 3_600_000;
        assertEquals(0, pace.wait(3_600_000, now));
        for (int i = 1; i < Pace.LATE_IN_A_ROW; i++) {
            assertTrue(pace.wait(i, now) < 0);
        }
        assertEquals(0, pace.wait(100, now));
        assertEquals(1_000, pace.wait(1_100, now));
    }

    @Test
    void whatIsLeftOutOfAWaitBringsForwardAllThatFollows() {
        Pace pace = new Pace(10, 0, BEGIN);
        assertEquals(360_000, pace.wait(3_600_000, BEGIN));
        pace.leaveOut(350_000);
        assertEquals(10_000, pace.wait(3_600_000, BEGIN));
        assertEquals(10_100, pace.wait(3_601_000, BEGIN));
    }

    @Test
    void asFastAsPossibleIsNeverLateAndStampsTheClock() {
        Pace pace = new Pace(0, 0, BEGIN);
        assertEquals(0, pace.wait(Long.MAX_VALUE / 2, BEGIN));
        assertEquals(BEGIN + 7, pace.stamp(5, BEGIN + 7));
    }

    @Test
    void noSuchSpeed() {
        assertThrows(IllegalArgumentException.class, () -> new Pace(-1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Pace(Double.NaN, 0, 0));
    }

    @Property
    void gapsAreKeptAndNothingIsStampedAheadOfTheClock(
            @ForAll @DoubleRange(min = 0.01, max = 1_000) double speed,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long first,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long gap) {
        Pace pace = new Pace(speed, first, BEGIN);
        long wait = pace.wait(first + gap, BEGIN);
        assertEquals(gap / speed, (double) wait, 1);
        assertEquals(BEGIN + wait, pace.stamp(first + gap, BEGIN + wait));
        assertTrue(pace.stamp(first + gap, BEGIN) <= BEGIN);
    }
}
