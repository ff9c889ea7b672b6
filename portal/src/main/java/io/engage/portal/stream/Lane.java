package io.engage.portal.stream;

import io.quarkus.logging.Log;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that owns some state, so that the state needs no locks. What fails on it is logged, and the next task runs. */
final class Lane {
    private final ScheduledThreadPoolExecutor thread;

    Lane(String name) {
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a task after those that were given before. */
    void run(Runnable task) {
        runIn(0, task);
    }

    /** Runs a task after a delay. */
    void runIn(long delayMs, Runnable task) {
        try {
            thread.schedule(() -> guarded(task), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            Log.debug("The portal is stopping");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Log.error("A stream's task failed", e);
        }
    }

    void stop() {
        thread.shutdownNow();
    }
}
