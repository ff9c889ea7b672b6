package io.engage.batch;

import java.time.Duration;
import java.util.Locale;

/** Since when a job runs. */
public final class Elapsed {
    private final long began = System.nanoTime();

    /** The seconds since then, for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
    }
}
