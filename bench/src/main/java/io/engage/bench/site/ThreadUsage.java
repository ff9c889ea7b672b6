package io.engage.bench.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the threads of a process have used since they began, as Linux counts it. */
public final class ThreadUsage {
    private ThreadUsage() {}

    /**
     * CPU seconds by kind of thread: the name, of which Linux keeps 15 letters, without its numbers. Threads that have ended
     * are not in it.
     */
    public static Map<String, Double> of(long pid) {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    seconds.merge(name.replaceAll("[-#\\d ]*\\d+$", ""), Usage.cpuSeconds(stat), Double::sum);
                } catch (IOException ended) {
                    // Between the listing and the look at it.
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the threads of process " + pid + "; is it alive?", e);
        }
        return seconds;
    }
}
