package io.engage.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    /** Promise: the series of the Javadoc. */
    @Test
    void doublesUpToTheLongest() {
        // Given
        Backoff backoff = Backoff.USUAL;
        // When
        List<Long> waits = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> backoff.wait(n).toMillis())
                .toList();
        // Then
        assertEquals(List.of(200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 15000L, 15000L), waits);
    }

    /** Promise: no wait is shorter than the first or longer than the longest, and none shrinks while failures go on. */
    @Property
    void staysInItsBounds(
            @ForAll @IntRange(min = 1, max = 5_000) int firstMs,
            @ForAll @IntRange(max = 60_000) int moreMs,
            @ForAll @IntRange(min = 1, max = 10_000) int failures) {
        Duration first = Duration.ofMillis(firstMs);
        Duration longest = first.plusMillis(moreMs);
        Backoff backoff = new Backoff(first, longest, Duration.ofSeconds(1));

        Duration wait = backoff.wait(failures);

        assertTrue(wait.compareTo(first) >= 0 && wait.compareTo(longest) <= 0);
        assertTrue(backoff.wait(failures + 1).compareTo(wait) >= 0);
    }

    /** Promise: a program that ran steadily starts again as soon as one that failed for the first time. */
    @Test
    void aSteadyLifeForgivesFailures() {
        assertEquals(4, Backoff.USUAL.failures(3, Duration.ofSeconds(29)));
        assertEquals(1, Backoff.USUAL.failures(3, Duration.ofSeconds(30)));
    }

    /** Promise: a backoff that makes no sense cannot be made. */
    @Test
    void refusesNonsense() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> Backoff.USUAL.wait(0));
    }
}
