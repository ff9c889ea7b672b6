package io.engage.local.door;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says how it goes on while events are sent: one line that is rewritten in place on a terminal, else a line every 10 s. When nothing
 * gets through, and when it does again, it says so at once.
 */
public final class Progress implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SAY = Duration.ofSeconds(10);
    private static final Duration TOLERATED = Duration.ofSeconds(1);
    private static final String REWRITE = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private final Door door;
    private final Supplier<String> where;
    private final long began = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private long said = began;
    private long looked = began;
    private long answeredBefore;
    private double rate;
    private long troubledSince;
    private boolean complained;
    private boolean drawn;

    /**
     * Begins to say how it goes on.
     *
     * @param terminal whether a line can be rewritten
     * @param where what is to be said beside the counts of the door
     */
    public Progress(PrintStream err, boolean terminal, Door door, Supplier<String> where) {
        this.err = err;
        this.terminal = terminal;
        this.door = door;
        this.where = where;
        timer.scheduleAtFixedRate(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the standard output and error are a terminal, on which a line can be rewritten. */
    public static boolean isTerminal() {
        String told = System.getProperty("engage.terminal");
        return told != null
                ? Boolean.parseBoolean(told)
                : System.console() != null && System.console().isTerminal();
    }

    /** Says something on a line of its own. */
    public synchronized void say(String line) {
        clear();
        err.println(line);
    }

    /** Says the last word. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            clear();
            measure();
            err.println(line());
            err.flush();
        }
    }

    private synchronized void look() {
        if (timer.isShutdown()) {
            return;
        }
        measure();
        trouble();
        long now = System.nanoTime();
        if (terminal) {
            clear();
            err.print(line());
            err.flush();
            drawn = true;
        } else if (now - said >= SAY.toNanos()) {
            said = now;
            err.println(line());
        }
    }

    private void trouble() {
        Optional<String> trouble = door.trouble();
        long now = System.nanoTime();
        if (trouble.isEmpty()) {
            if (complained) {
                say("It takes events again, after " + seconds(now - troubledSince) + ".");
            }
            complained = false;
            troubledSince = 0;
        } else if (troubledSince == 0) {
            troubledSince = now;
        } else if (!complained && now - troubledSince > TOLERATED.toNanos()) {
            complained = true;
            say("Waiting for the door: " + trouble.get() + ". Nothing is dropped.");
        }
    }

    /** The rate over the last looks, so that it does not jump. */
    private void measure() {
        long now = System.nanoTime();
        Tally tally = door.tally();
        long answered = tally.accepted() + tally.rejected();
        double current = (answered - answeredBefore) * 1e9 / Math.max(1, now - looked);
        double weight = Math.min(1, (now - looked) / 5e9 + LOOK.toNanos() / (double) Math.max(1, now - began));
        rate += weight * (current - rate);
        answeredBefore = answered;
        looked = now;
    }

    private String line() {
        Tally tally = door.tally();
        String line = String.format(
                Locale.ROOT,
                "sent %,d  accepted %,d  rejected %,d  %,.0f/s",
                tally.posted(),
                tally.accepted(),
                tally.rejected(),
                rate);
        if (tally.retries() > 0) {
            line += String.format(Locale.ROOT, "  retries %,d", tally.retries());
        }
        String more = where.get();
        return more.isEmpty() ? line : line + "  " + more;
    }

    private void clear() {
        if (drawn) {
            err.print(REWRITE);
            drawn = false;
        }
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
