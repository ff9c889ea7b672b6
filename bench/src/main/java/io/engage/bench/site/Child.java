package io.engage.bench.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that was started for a benchmark. */
public final class Child implements AutoCloseable {
    private static final int TELL_LINES = 20;
    private static final long END_WITHIN_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Child start(String name, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Child(name, process, log);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What it has used since its start. */
    public Usage usage() {
        return Usage.of(process.pid());
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where it writes what it says. */
    public Path log() {
        return log;
    }

    /** Waits until it has ended by itself, at most so long; says whether it ended well. */
    public boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Complains, with the end of its log, when it has ended before its time. */
    public void mustLive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended, exit code " + process.exitValue() + ":\n" + lastLines());
        }
    }

    /** The end of its log. */
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TELL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log + " cannot be read)";
        }
    }

    /** Ends it: friendly at first. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
