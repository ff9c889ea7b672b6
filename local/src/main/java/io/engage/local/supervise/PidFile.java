package io.engage.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A file that holds the id of a running process, and nothing else. */
public record PidFile(Path path) {
    /** The clocks of the file system and of process starts are not one clock. */
    private static final Duration CLOCKS = Duration.ofSeconds(3);

    /** Writes the id of a process just started. */
    public void write(long pid) {
        try {
            Files.writeString(path, pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + path, e);
        }
    }

    /** Removes the file, if it is there. */
    public void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + path, e);
        }
    }

    /**
     * The process the file speaks of, if it still lives. Ids are given again to other processes, so it counts only when
     * it is no younger than the file and has the mark in its command line.
     *
     * @param mark a text that only our processes have in their command line
     */
    public Optional<ProcessHandle> process(String mark) {
        try {
            long pid = Long.parseLong(Files.readString(path).strip());
            Instant written = Files.getLastModifiedTime(path).toInstant();
            return living(pid, written).filter(process -> commandLine(process).contains(mark));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    /** The living process of that id, if it is no younger than what was written about it. */
    public static Optional<ProcessHandle> living(long pid, Instant written) {
        return ProcessHandle.of(pid)
                .filter(Liveness::runs)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> !start.isAfter(written.plus(CLOCKS)))
                        .orElse(false));
    }

    private static String commandLine(ProcessHandle process) {
        Path linux = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            // Java cuts the arguments at one page.
            return Files.readString(linux).replace('\0', ' ');
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
