package io.engage.bench.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used since its start, as Linux counts it.
 *
 * @param cpuSeconds user and system time of all its threads, in steps of 10 ms
 * @param peakRssMib the most memory that was resident at once ({@code VmHWM})
 */
public record Usage(double cpuSeconds, long peakRssMib) {
    /** {@code USER_HZ}, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    /** What the process has used until now. */
    public static Usage of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return new Usage(cpuSeconds(Files.readString(process.resolve("stat"))), peak(process));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read what process " + pid + " used; it needs Linux, and it alive", e);
        }
    }

    /** User and system time in a {@code stat} file of a process or thread. */
    static double cpuSeconds(String stat) {
        // The name may hold blanks; what follows it does not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    private static long peak(Path process) throws IOException {
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }
}
