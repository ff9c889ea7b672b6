package io.engage.local.supervise;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps programs running: starts all at once, starts one that died again after a {@link Backoff}, bounds their logs, and
 * ends them, higher layers before lower ones. Everything happens on the thread that calls {@link #run}, so a
 * {@link Guard} may tie the programs to that thread's life.
 */
public final class Supervisor {
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOG_CHECKS = Duration.ofSeconds(5);

    private static final File NULL_DEVICE = new File("/dev/null");

    private final List<Child> children;
    private final Guard guard;
    private final Backoff backoff;
    private final Duration patience;
    private final Watcher watcher;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param patience how long the programs of one layer may take to end when asked, before they are killed
     */
    public Supervisor(List<Program> programs, Guard guard, Backoff backoff, Duration patience, Watcher watcher) {
        this.children = programs.stream().map(Child::new).toList();
        this.guard = guard;
        this.backoff = backoff;
        this.patience = patience;
        this.watcher = watcher;
    }

    /** Starts the programs and keeps them running until {@link #stop}; returns when all of them have ended. */
    public void run() throws InterruptedException {
        try {
            long logsDue = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                if (logsDue - now <= 0) {
                    turnLogsOver();
                    logsDue = now + BETWEEN_LOG_CHECKS.toNanos();
                }
                long due = logsDue;
                for (Child child : children) {
                    if (child.state instanceof Waiting waiting) {
                        if (waiting.due - now <= 0) {
                            start(child);
                        } else if (waiting.due - due < 0) {
                            due = waiting.due;
                        }
                    }
                }
                switch (events.poll(due - now, TimeUnit.NANOSECONDS)) {
                    case null -> {}
                    case Exited exited -> onExit(exited);
                    case Answered answered -> onAnswer(answered);
                    case Stop() -> {
                        return;
                    }
                }
            }
        } finally {
            endAll();
            ended.countDown();
        }
    }

    /** Asks {@link #run} to end everything. Any thread may call it, any number of times. */
    public void stop() {
        events.add(new Stop());
    }

    /** Waits until {@link #run} has ended everything; false when that took longer than the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void start(Child child) {
        Program program = child.program;
        long now = System.nanoTime();
        watcher.starting(program);
        try {
            Files.createDirectories(program.folder());
            log(program).turnOver();
            ProcessBuilder builder = new ProcessBuilder(guard.before(program.command()))
                    .directory(program.folder().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(NULL_DEVICE))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(program.log().toFile()));
            builder.environment().putAll(program.environment());
            Process process = builder.start();
            child.state = new Running(process, now, false);
            new PidFile(program.pidFile()).write(process.pid());
            var _ = process.onExit().thenAccept(exited -> events.add(new Exited(child, exited)));
            Thread.ofVirtual().start(() -> awaitAnswer(child, process));
        } catch (IOException e) {
            failed(child, "did not start: " + e.getMessage(), Duration.ZERO);
        }
    }

    private void awaitAnswer(Child child, Process process) {
        try {
            while (process.isAlive()) {
                if (child.program.ready().answers()) {
                    events.add(new Answered(child, process));
                    return;
                }
                Thread.sleep(BETWEEN_PROBES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onAnswer(Answered answered) {
        if (answered.child.state instanceof Running(Process process, long since, boolean ready)
                && process.equals(answered.process)
                && !ready) {
            answered.child.state = new Running(process, since, true);
            watcher.ready(answered.child.program, Duration.ofNanos(System.nanoTime() - since));
        }
    }

    private void onExit(Exited exited) {
        if (exited.child.state instanceof Running running && running.process.equals(exited.process)) {
            new PidFile(exited.child.program.pidFile()).remove();
            failed(
                    exited.child,
                    howItDied(exited.process.exitValue()),
                    Duration.ofNanos(System.nanoTime() - running.since));
        }
    }

    private void failed(Child child, String how, Duration lived) {
        child.failures = backoff.failures(child.failures, lived);
        Duration again = backoff.wait(child.failures);
        child.state = new Waiting(System.nanoTime() + again.toNanos());
        watcher.died(child.program, how, again);
    }

    private void endAll() {
        watcher.ending();
        TreeMap<Integer, List<Child>> layers = new TreeMap<>();
        for (Child child : children) {
            layers.computeIfAbsent(child.program.layer(), layer -> new ArrayList<>())
                    .add(child);
        }
        layers.descendingMap().values().forEach(this::endLayer);
    }

    private void endLayer(List<Child> layer) {
        record Ending(Child child, Process process, List<ProcessHandle> descendants) {}
        List<Ending> endings = new ArrayList<>();
        for (Child child : layer) {
            if (child.state instanceof Running running) {
                endings.add(new Ending(
                        child, running.process, running.process.descendants().toList()));
                running.process.destroy();
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (Ending ending : endings) {
            boolean killed = !ends(ending.process, deadline - System.nanoTime());
            if (killed) {
                ending.process.destroyForcibly();
                ends(ending.process, patience.toNanos());
            }
            ending.descendants.forEach(ProcessHandle::destroyForcibly);
            new PidFile(ending.child.program.pidFile()).remove();
            watcher.ended(ending.child.program, killed);
        }
    }

    private static boolean ends(Process process, long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void turnLogsOver() {
        for (Child child : children) {
            try {
                log(child.program).turnOver();
            } catch (UncheckedIOException e) {
                watcher.trouble(child.program, e.getMessage());
            }
        }
    }

    private static BoundedLog log(Program program) {
        return new BoundedLog(program.log(), BoundedLog.USUAL_LIMIT);
    }

    private static String howItDied(int exitValue) {
        return exitValue > 128 && exitValue < 160 ? "killed by signal " + (exitValue - 128) : "exit code " + exitValue;
    }

    private static final class Child {
        final Program program;
        State state = new Waiting(System.nanoTime());
        int failures;

        Child(Program program) {
            this.program = program;
        }
    }

    /** Times are those of {@link System#nanoTime}. */
    private sealed interface State {}

    private record Running(Process process, long since, boolean ready) implements State {}

    private record Waiting(long due) implements State {}

    private sealed interface Event {}

    private record Exited(Child child, Process process) implements Event {}

    private record Answered(Child child, Process process) implements Event {}

    private record Stop() implements Event {}
}
