package io.engage.local.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Promise: the process started is the program itself, with its arguments as they are. */
    @Test
    void keepsProcessIdAndArguments() throws Exception {
        // Given
        List<String> command =
                Guard.ofThisSystem().before(List.of("sh", "-c", "echo $$; echo \"$1\"", "sh", "a b'c\"d $e"));
        // When
        Process process = new ProcessBuilder(command).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(process.pid() + "\na b'c\"d $e\n", output);
    }

    /** Promise: where the system can do it, the program ends with the thread that started it. */
    @Test
    void endsWithItsParent() throws Exception {
        // Given
        Guard guard = Guard.ofThisSystem();
        assumeTrue(guard.prefix().contains("setpriv"), "this system cannot tie a child to its parent");
        AtomicReference<Process> child = new AtomicReference<>();
        Thread parent = new Thread(() -> {
            child.set(start(guard));
            await().atMost(LIMIT).until(() -> command(child.get()).endsWith("sleep"));
        });
        // When
        parent.start();
        parent.join();
        // Then
        await().atMost(LIMIT).until(() -> !child.get().isAlive());
    }

    /** Promise: also on systems with nothing but a shell, Ctrl-C does not reach the program. */
    @Test
    void isDeafToCtrlC(@TempDir Path folder) throws Exception {
        // Given
        Guard shell = new Guard(Guard.DEAF);
        Path up = folder.resolve("up");
        Process process =
                new ProcessBuilder(shell.before(List.of("sh", "-c", "touch '" + up + "'; sleep 0.2; exit 5"))).start();
        await().atMost(LIMIT).until(() -> Files.exists(up));
        // When
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        // Then
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(5, process.exitValue());
    }

    private static String command(Process process) {
        return process.info().command().orElse("");
    }

    private static Process start(Guard guard) {
        try {
            return new ProcessBuilder(guard.before(List.of("sleep", "1000"))).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
