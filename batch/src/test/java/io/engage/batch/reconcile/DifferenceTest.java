package io.engage.batch.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.batch.reconcile.Difference.Verdict;
import org.junit.jupiter.api.Test;

/** Promise: only what nobody can explain of a video long over is called unexplained. */
class DifferenceTest {
    private static final long NOW = 100 * 60_000L;
    private static final long LONG_AGO = NOW - 10 * 60_000L - 1;

    @Test
    void isJudged() {
        assertEquals(Verdict.SAME, new Difference("v", "likes", 5, 5, 3, LONG_AGO).verdict(NOW));
        assertEquals(Verdict.LATE_DUPLICATES, new Difference("v", "likes", 8, 5, 3, LONG_AGO).verdict(NOW));
        assertEquals(Verdict.UNEXPLAINED, new Difference("v", "likes", 7, 5, 3, LONG_AGO).verdict(NOW));
        assertEquals(Verdict.UNEXPLAINED, new Difference("v", "likes", 4, 5, 0, LONG_AGO).verdict(NOW));
        assertEquals(Verdict.UNSETTLED, new Difference("v", "likes", 4, 5, 0, LONG_AGO + 1).verdict(NOW));
        assertEquals(Verdict.UNSETTLED, new Difference("v", "likes", 4, 5, 0, null).verdict(NOW));
    }
}
