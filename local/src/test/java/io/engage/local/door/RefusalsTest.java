package io.engage.local.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The account of what was refused. */
class RefusalsTest {
    private final Refusals refusals = new Refusals();

    @Test
    void countsAReasonWhateverItsNumbersAndQuotedWords() {
        refusals.add("event_type \"dance\" is unknown", "a:1");
        refusals.add("latitude must be from -90 to 90 degrees, not 91.5", "a:2");
        for (int line = 3; line < 2_000; line++) {
            refusals.add("latitude must be from -90 to 90 degrees, not " + line, "a:" + line);
        }
        assertEquals(
                List.of(
                        "    1,998 × latitude must be from -90 to 90 degrees, not 91.5 (a:2, a:3, a:4, …)",
                        "        1 × event_type \"dance\" is unknown (a:1)"),
                refusals.lines());
        assertEquals(1_999, refusals.total());
    }

    @Test
    void staysSmallHoweverManyReasonsThereAre() {
        for (int i = 0; i < 10_000; i++) {
            refusals.add("reason ".concat("x".repeat(1 + i % 500)), "a:" + i);
        }
        assertTrue(refusals.lines().size() <= 51);
        assertTrue(
                refusals.lines().getFirst().contains("other reasons"),
                refusals.lines().getFirst());
        assertEquals(10_000, refusals.total());
    }
}
