package io.engage.local.supervise;

import java.time.Duration;

/**
 * How long a program that died waits for its next start: {@code first} after one failure, twice as long after each
 * further one, never longer than {@code longest}. A life of {@code steadyAfter} or more makes the count begin anew.
 *
 * <p>Example: 0.2 s first and 15 s at most give 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15 …
 */
public record Backoff(Duration first, Duration longest, Duration steadyAfter) {
    /** What {@code ./engage up} uses: quick after a single crash, gentle with one that crashes at every start. */
    public static final Backoff USUAL =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), Duration.ofSeconds(30));

    public Backoff {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("The first wait must be positive, not " + first);
        }
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "The longest wait, " + longest + ", is shorter than the first, " + first);
        }
    }

    /**
     * The wait before the next start.
     *
     * @param failures deaths in a row, 1 or more
     */
    public Duration wait(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("No wait without a failure");
        }
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** Deaths in a row, after one more that ended a life of the given length. */
    public int failures(int before, Duration lived) {
        return lived.compareTo(steadyAfter) >= 0 ? 1 : before + 1;
    }
}
