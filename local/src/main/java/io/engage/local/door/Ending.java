package io.engage.local.door;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns Ctrl-C and SIGTERM into an interruption of the thread that works, and lets it finish before the process is gone. */
public final class Ending implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /**
     * From now on the calling thread is interrupted when the process is asked to end.
     *
     * @param patience how long it may take then
     */
    public Ending(Duration patience) {
        Thread worker = Thread.currentThread();
        hook = new Thread(
                () -> {
                    worker.interrupt();
                    try {
                        finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The work is finished. */
    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and has just been told.
        }
    }
}
