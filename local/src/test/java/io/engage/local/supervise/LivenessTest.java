package io.engage.local.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessTest {
    private static final String MARK = "engage-liveness-test/";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Process parent;

    @AfterEach
    void end() {
        if (parent != null) {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    /** Promise: a process runs until it ends, even when its parent never asks how it ended, which keeps its id taken. */
    @Test
    void knowsAZombie() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "this system has no /proc");
        // Given
        ProcessHandle child = childOfOneThatNeverAsks();
        assertTrue(Liveness.runs(child.pid()));
        // When
        child.destroyForcibly();
        // Then
        await().atMost(LIMIT).until(() -> !Liveness.runs(child));
        assertFalse(Liveness.runs(child.pid()));
        assertTrue(child.isAlive());
    }

    /** Promise: an id that no process has does not run. */
    @Test
    void knowsAnIdOfNone() {
        assertFalse(Liveness.runs(Long.MAX_VALUE));
    }

    /** Promise: what an earlier run left behind counts as ended once it has, whoever its parent is now. */
    @Test
    void leftoversMayBeZombies() throws Exception {
        // Given
        ProcessHandle child = childOfOneThatNeverAsks();
        PidFile file = new PidFile(folder.resolve("kafka.pid"));
        file.write(child.pid());
        // When
        List<String> ended = Leftovers.end(folder, MARK, Duration.ofSeconds(30));
        // Then
        assertEquals(List.of("kafka"), ended);
        assertFalse(Liveness.runs(child));
        file.write(child.pid());
        assertTrue(file.process(MARK).isEmpty());
    }

    /** Starts a shell that runs on and on, whose parent never collects it. */
    private ProcessHandle childOfOneThatNeverAsks() throws IOException {
        // A shell that becomes sleep, which knows nothing of the child that the shell started.
        parent = new ProcessBuilder(
                        "sh",
                        "-c",
                        "sh -c 'while :; do sleep 0.05; done' " + MARK + " >/dev/null & echo $!; exec sleep 1000")
                .start();
        try (BufferedReader output = parent.inputReader()) {
            long child = Long.parseLong(output.readLine());
            await().atMost(LIMIT).until(() -> parent.info().command().orElse("").endsWith("sleep"));
            return ProcessHandle.of(child).orElseThrow();
        }
    }
}
