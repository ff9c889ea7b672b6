package io.engage.local;

import static org.awaitility.Awaitility.await;

import io.engage.local.supervise.Liveness;
import io.engage.local.system.Houses;
import io.engage.local.system.Ports;
import io.engage.local.system.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** The real {@code ./engage up} as a process, on ports of its own. */
final class Launch implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(3);

    final Site site;
    private final Process process;
    private final Path output;

    private Launch(Site site, Process process, Path output) {
        this.site = site;
        this.process = process;
        this.output = output;
    }

    /** Starts it on a data folder without simulated viewers, and does not wait. */
    static Launch start(Path data, int portOffset, String... more) {
        List<String> options = new ArrayList<>(List.of("--no-simulation"));
        options.addAll(List.of(more));
        return start(data, portOffset, options);
    }

    /** Starts it on a data folder as people do who give no options, and does not wait. */
    static Launch startWithSimulation(Path data, int portOffset) {
        return start(data, portOffset, List.of());
    }

    /** Starts it without simulated viewers and with a variable in its environment, and does not wait. */
    static Launch startWith(String variable, String value, Path data, int portOffset, String... more) {
        List<String> options = new ArrayList<>(List.of("--no-simulation"));
        options.addAll(List.of(more));
        return start(data, portOffset, options, Map.of(variable, value));
    }

    private static Launch start(Path data, int portOffset, List<String> more) {
        return start(data, portOffset, more, Map.of());
    }

    private static Launch start(Path data, int portOffset, List<String> more, Map<String, String> environment) {
        try {
            Path project = Path.of("..").toRealPath();
            List<String> command = new ArrayList<>(List.of(
                    project.resolve("engage").toString(),
                    "up",
                    "--data",
                    data.toString(),
                    "--port-offset",
                    Integer.toString(portOffset)));
            command.addAll(more);
            Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "up", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            // The build that runs this test has just built everything.
            builder.environment().put("ENGAGE_BUILD", "never");
            // No training beside what is tested, but where it is what is tested.
            builder.environment().put("ENGAGE_AOT", "off");
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new Launch(Site.open(project, Path.of("java"), data, portOffset), process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command that ends by itself said, and its exit code. */
    record Outcome(int exit, String output) {}

    /** Runs a command of {@code ./engage} to its end. */
    static Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of("..").toRealPath().resolve("engage").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ENGAGE_BUILD", "never");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(command + " did not end: " + output);
        }
        return new Outcome(process.exitValue(), output);
    }

    /** An offset at which all ports are free, below those that the system gives to outgoing connections. */
    static int freeOffset(Path anyFolder) {
        Random random = new Random();
        while (true) {
            int offset = 11_000 + random.nextInt(11_000);
            if (Ports.taken(Houses.ALL, Site.open(anyFolder, anyFolder, anyFolder, offset))
                    .isEmpty()) {
                return offset;
            }
        }
    }

    /** Waits until all is ready; ends what there is of it when it does not get so far. */
    Launch awaitUp() {
        try {
            return awaitOutput("Engage is up");
        } catch (AssertionError | RuntimeException e) {
            try {
                close();
            } catch (AssertionError stuck) {
                e.addSuppressed(stuck);
            }
            throw e;
        }
    }

    /** Waits until it has said something. */
    Launch awaitOutput(String text) {
        return awaitOutput(text, LIMIT);
    }

    /** Waits until it has said something, not longer than the limit. */
    Launch awaitOutput(String text, Duration limit) {
        try {
            await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(() -> {
                if (!process.isAlive() && !output().contains(text)) {
                    throw new IllegalStateException("It ended with " + process.exitValue() + ": " + output());
                }
                return output().contains(text);
            });
            return this;
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("It never said '" + text + "' but " + output(), e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    /** The process id that a house's pid file names now. */
    long pid(String house) {
        try {
            return Long.parseLong(Files.readString(site.pidFile(house)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a house as nothing else can, and waits until its pid file names another process. */
    void kill(String house) {
        long before = pid(house);
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        await().atMost(LIMIT)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> pid(house) != before && Liveness.runs(pid(house)));
    }

    /** Waits until a house works. */
    void awaitReady(String house) {
        var probe = Houses.ALL.stream()
                .filter(each -> each.name().equals(house))
                .findFirst()
                .orElseThrow()
                .health()
                .apply(site);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(probe::answers);
    }

    /** Sends a signal to the launcher. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the launcher and returns how long it took. */
    Duration awaitEnd() {
        long began = System.nanoTime();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("It did not end: " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The processes of this data folder that run now, launchers left out. */
    List<Long> running() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != process.pid())
                .filter(handle -> commandLine(handle).contains(site.mark()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static String commandLine(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return handle.info().commandLine().orElse("");
        }
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }
}
