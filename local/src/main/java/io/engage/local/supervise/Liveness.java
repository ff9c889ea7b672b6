package io.engage.local.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Whether a process runs. On Linux one that has ended keeps its id until its parent asks how it ended; an orphan's parent is the
 * system's first process, which in a container may ask late or never. {@link ProcessHandle#isAlive} counts such a process
 * as living, and {@link ProcessHandle#onExit} waits for it.
 */
public final class Liveness {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Liveness() {}

    /** Whether a process of that id runs. */
    public static boolean runs(long pid) {
        return ProcessHandle.of(pid).map(Liveness::runs).orElse(false);
    }

    /** Whether the process runs; false too when it has ended and its parent does not know yet. */
    public static boolean runs(ProcessHandle process) {
        // In this order: one that is collected between the two looks does not run.
        return !isZombie(process.pid()) && process.isAlive();
    }

    /** Waits for the end of a process of any parent; false when it runs on after the patience, or this thread is interrupted. */
    static boolean ends(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (runs(process)) {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * By its state and the number of its threads, behind the name, which stands in parentheses: fields 3 and 20 of proc_pid_stat(5). The
     * state is that of the first thread: while others end, they still hold the files and ports.
     */
    private static boolean isZombie(long pid) {
        try {
            // Latin-1, since a name may hold any bytes.
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (fields[0].equals("Z") || fields[0].equals("X")) && Integer.parseInt(fields[17]) <= 1;
        } catch (IOException e) {
            // Gone meanwhile, or a system without /proc: what ProcessHandle says holds.
            return false;
        }
    }
}
