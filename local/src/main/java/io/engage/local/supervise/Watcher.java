package io.engage.local.supervise;

import java.time.Duration;

/** Hears what happens to the programs, in the order it happens, from one thread. */
public interface Watcher {
    /** A program was started, for the first time or again. */
    void starting(Program program);

    /** A program works, the given time after its start. */
    void ready(Program program, Duration after);

    /**
     * A program died, and nobody asked it to.
     *
     * @param how for people, such as {@code "killed by signal 9"}
     * @param again the wait until its next start
     */
    void died(Program program, String how, Duration again);

    /** Something else went wrong with a program, which runs on. */
    void trouble(Program program, String message);

    /** All are about to be ended. */
    void ending();

    /**
     * A program was ended.
     *
     * @param killed it did not end when asked
     */
    void ended(Program program, boolean killed);
}
