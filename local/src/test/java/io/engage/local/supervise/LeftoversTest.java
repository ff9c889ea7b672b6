package io.engage.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final String MARK = "engage-leftovers-test/";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Promise: a program of an earlier run is ended, even one that will not, and its pid file goes. */
    @Test
    void endsOurs() throws Exception {
        // Given
        process = start("trap '' TERM; while :; do sleep 0.05; done", MARK);
        new PidFile(folder.resolve("kafka.pid")).write(process.pid());
        // When
        List<String> ended = Leftovers.end(folder, MARK, PATIENCE);
        // Then
        assertEquals(List.of("kafka"), ended);
        assertFalse(Liveness.runs(process.pid()));
        assertFalse(Files.exists(folder.resolve("kafka.pid")));
    }

    /** Promise: a process that merely got the same id is left alone: one without our mark, and one younger than the file. */
    @Test
    void sparesOthers() throws Exception {
        // Given
        process = start("sleep 1000; :", MARK);
        new PidFile(folder.resolve("younger.pid")).write(process.pid());
        Files.setLastModifiedTime(
                folder.resolve("younger.pid"), FileTime.from(Instant.now().minusSeconds(3_600)));
        new PidFile(folder.resolve("stranger.pid"))
                .write(ProcessHandle.current().pid());
        // When
        List<String> ended = Leftovers.end(folder, MARK, PATIENCE);
        // Then
        assertEquals(List.of(), ended);
        assertTrue(process.isAlive());
        assertFalse(Files.exists(folder.resolve("younger.pid")));
        assertFalse(Files.exists(folder.resolve("stranger.pid")));
    }

    /** Promise: damaged files, files of processes long gone, and a missing folder are no trouble. */
    @Test
    void takesWhatItFinds() throws Exception {
        // Given
        Process gone = start("exit 0", MARK);
        gone.waitFor();
        new PidFile(folder.resolve("gone.pid")).write(gone.pid());
        Files.writeString(folder.resolve("damaged.pid"), "x\0y");
        Files.writeString(folder.resolve("other.txt"), "stays");
        // When
        List<String> ended = Leftovers.end(folder, MARK, PATIENCE);
        // Then
        assertEquals(List.of(), ended);
        assertEquals(Set.of("other.txt"), names());
        assertEquals(List.of(), Leftovers.end(folder.resolve("missing"), MARK, PATIENCE));
    }

    private static Process start(String script, String mark) throws IOException {
        return new ProcessBuilder("sh", "-c", script, mark).start();
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
