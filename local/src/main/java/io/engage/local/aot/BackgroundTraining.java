package io.engage.local.aot;

import io.engage.local.supervise.Guard;
import io.engage.local.system.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A {@link Training} beside a running system, for its next start: a process of its own that takes only the time nobody else wants,
 * begins when the system has been up for a while, and goes when it goes. That it fails harms nobody; its log says why.
 */
public final class BackgroundTraining implements AutoCloseable {
    /** Long enough for the first look at what has just come up. */
    private static final Duration AFTER = Duration.ofSeconds(10);

    /** A second system and the JVMs that put the caches together. */
    private static final int NEEDED_MB = 3_000;

    private static final Duration END_WITHIN = Duration.ofSeconds(2);

    private final Site site;
    private final List<String> houses;
    private final Consumer<String> tell;
    private final Thread thread;
    private Process process;
    private boolean closed;

    /**
     * @param houses the names of the houses to run in the training
     * @param tell takes lines for people
     */
    public BackgroundTraining(Site site, List<String> houses, Consumer<String> tell) {
        this.site = site;
        this.houses = houses;
        this.tell = tell;
        this.thread = Thread.ofPlatform().name("training").daemon().unstarted(this::run);
    }

    /** Begins after a while. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            Thread.sleep(AFTER);
            if (availableMb() < NEEDED_MB) {
                tell.accept("No caches for faster starts are made: they take " + NEEDED_MB + " MB of free memory.");
                return;
            }
            Process begun = begin();
            // The death of the thread that started it ends it too.
            if (begun != null && begun.waitFor() == 0) {
                tell.accept("The next start will be faster: its caches are made.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            tell.accept("No caches for faster starts are made: " + e.getMessage());
        }
    }

    /** What Linux can give without taking it from anybody; plenty where nothing says it. */
    private static long availableMb() throws IOException {
        Path memory = Path.of("/proc/meminfo");
        if (!Files.exists(memory)) {
            return Long.MAX_VALUE;
        }
        return Files.readAllLines(memory).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kb -> Long.parseLong(kb) / 1024)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private synchronized Process begin() throws IOException {
        if (!closed) {
            process = new ProcessBuilder(Guard.ofThisSystem().before(command()))
                    .redirectErrorStream(true)
                    .redirectOutput(site.log("training").toFile())
                    .start();
        }
        return process;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(List.of(
                site.java().toString(),
                "-Dengage.data=" + site.mark(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                site.project()
                        .resolve(Path.of("local", "target", "engage-local.jar"))
                        .toString(),
                Training.class.getName(),
                site.project().toString(),
                site.java().toString(),
                AotCaches.ofProject(site.project()).folder().toString(),
                String.join(",", houses),
                String.join(",", houses)));
        return command;
    }

    /** Ends it, whatever it is at. */
    @Override
    public synchronized void close() {
        closed = true;
        if (process == null) {
            thread.interrupt();
            return;
        }
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
