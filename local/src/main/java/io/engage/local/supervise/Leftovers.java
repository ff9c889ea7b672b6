package io.engage.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a launcher that was killed left behind: programs that still run, and pid files of those that do not. */
public final class Leftovers {
    /** How long the system may take to kill; only a process that hangs in it takes longer. */
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(30);

    private Leftovers() {}

    /**
     * Ends the programs whose pid files are in the folder, and removes the files. Each is asked to end, and killed when it
     * still runs after the patience.
     *
     * @param mark a text that only our processes have in their command line
     * @return the names of the programs that were ended
     */
    public static List<String> end(Path folder, String mark, Duration patience) {
        List<String> ended = new ArrayList<>();
        List<ProcessHandle> ending = new ArrayList<>();
        List<PidFile> files = pidFiles(folder);
        for (PidFile file : files) {
            file.process(mark).ifPresent(process -> {
                process.destroy();
                ending.add(process);
                ended.add(file.path().getFileName().toString().replaceFirst("\\.pid$", ""));
            });
        }
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : ending) {
            if (!Liveness.ends(process, Duration.ofNanos(deadline - System.nanoTime()))) {
                process.destroyForcibly();
                if (!Liveness.ends(process, KILLED_WITHIN)) {
                    throw new IllegalStateException("Process " + process.pid() + " of an earlier run cannot be killed");
                }
            }
        }
        files.forEach(PidFile::remove);
        return ended;
    }

    private static List<PidFile> pidFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .map(PidFile::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }
}
