package io.engage.local.supervise;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: little shell scripts stand in for the services. */
class SupervisorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Backoff QUICK =
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();
    private Supervisor supervisor;
    private Thread thread;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("run"));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        if (thread != null) {
            supervisor.stop();
            assertTrue(supervisor.awaitEnd(LIMIT));
            thread.join();
        }
    }

    /** Promise: a program that is killed is started again, its pid file names the new process, and the rest runs on. */
    @Test
    void startsAgainWhatWasKilled() {
        // Given
        supervise(program("a", 0, "exec sleep 1000"), program("b", 0, "exec sleep 1000"));
        await().atMost(LIMIT).until(() -> recorder.count("ready a") == 1 && recorder.count("ready b") == 1);
        long firstA = pid("a");
        long b = pid("b");
        // When
        ProcessHandle.of(firstA).orElseThrow().destroyForcibly();
        // Then
        await().atMost(LIMIT).until(() -> recorder.count("ready a") == 2);
        assertTrue(recorder.heard.contains("died a killed by signal 9, again in 20 ms"), recorder.heard::toString);
        assertTrue(Liveness.runs(pid("a")));
        assertFalse(firstA == pid("a"));
        assertEquals(b, pid("b"));
        assertTrue(Liveness.runs(b));
    }

    /** Promise: one that fails at every start waits longer each time, up to the longest wait, and is never given up. */
    @Test
    void backsOff() {
        // Given, When
        supervise(program("a", 0, "exit 3"));
        // Then
        await().atMost(LIMIT).until(() -> recorder.count("died a exit code 3, again in 80 ms") >= 3);
        assertEquals(1, recorder.count("died a exit code 3, again in 20 ms"));
        assertEquals(1, recorder.count("died a exit code 3, again in 40 ms"));
    }

    /** Promise: a program that cannot even be started is one that died, with the reason. */
    @Test
    void saysWhyAProgramDidNotStart() {
        // Given
        Program program = new Program(
                "a",
                List.of(folder.resolve("missing").toString()),
                Map.of(),
                folder,
                folder.resolve("a.log"),
                folder.resolve("run/a.pid"),
                0,
                () -> true);
        // When
        supervise(new Guard(List.of()), program);
        // Then
        await().atMost(LIMIT)
                .until(() -> recorder.heard.stream()
                        .anyMatch(line -> line.startsWith("died a did not start:") && line.contains("missing")));
    }

    /** Promise: upper layers end before lower ones are asked to, and nothing is left, neither process nor pid file. */
    @Test
    void endsFromTheTopDown() throws Exception {
        // Given
        String trapping =
                "trap 'sleep 0.3; echo %1$s >> '\"$ORDER\"'; exit 0' TERM; touch up-%1$s; while :; do sleep 0.05; done";
        supervise(
                new Guard(List.of()),
                LIMIT,
                program("ground", 0, trapping.formatted("ground")),
                program("service", 1, trapping.formatted("service")));
        await().atMost(LIMIT)
                .until(() -> Files.exists(folder.resolve("up-ground")) && Files.exists(folder.resolve("up-service")));
        long ground = pid("ground");
        long service = pid("service");
        // When
        supervisor.stop();
        assertTrue(supervisor.awaitEnd(LIMIT));
        // Then
        assertEquals(List.of("service", "ground"), Files.readAllLines(folder.resolve("order")));
        assertFalse(Liveness.runs(ground));
        assertFalse(Liveness.runs(service));
        assertFalse(Files.exists(folder.resolve("run/ground.pid")));
        assertFalse(Files.exists(folder.resolve("run/service.pid")));
    }

    /** Promise: what does not end when asked is killed when the patience is over, with the processes it started. */
    @Test
    void killsStragglers() throws Exception {
        // Given
        supervise(program("a", 0, "trap '' TERM; sleep 1000 & echo $! > '" + folder.resolve("child") + "'; wait"));
        await().atMost(LIMIT)
                .until(() -> Files.exists(folder.resolve("child"))
                        && !Files.readString(folder.resolve("child")).isBlank());
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        // When
        supervisor.stop();
        assertTrue(supervisor.awaitEnd(LIMIT));
        // Then
        assertEquals(1, recorder.count("killed a"));
        await().atMost(LIMIT).until(() -> !Liveness.runs(child));
    }

    /** Promise: a program waiting for its next start is not started any more once all are to end. */
    @Test
    void startsNothingAfterTheEnd() throws Exception {
        // Given
        Backoff slow = new Backoff(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofSeconds(1));
        supervisor = new Supervisor(
                List.of(program("a", 0, "exit 1")), new Guard(List.of()), slow, Duration.ofSeconds(1), recorder);
        run();
        await().atMost(LIMIT).until(() -> recorder.heard.stream().anyMatch(line -> line.startsWith("died a")));
        // When
        supervisor.stop();
        // Then
        assertTrue(supervisor.awaitEnd(LIMIT));
        assertEquals(1, recorder.count("starting a"));
    }

    /** Promise: a program's output is in its log, after that of its earlier lives. */
    @Test
    void keepsTheOutput() {
        // Given, When
        supervise(program("a", 0, "echo hello; exit 1"));
        // Then
        await().atMost(LIMIT)
                .until(() -> Files.exists(folder.resolve("a.log"))
                        && Files.readAllLines(folder.resolve("a.log")).size() >= 2);
    }

    private void supervise(Program... programs) {
        supervise(new Guard(List.of()), programs);
    }

    private void supervise(Guard guard, Program... programs) {
        supervise(guard, Duration.ofSeconds(2), programs);
    }

    private void supervise(Guard guard, Duration patience, Program... programs) {
        supervisor = new Supervisor(List.of(programs), guard, QUICK, patience, recorder);
        run();
    }

    private void run() {
        thread = new Thread(() -> {
            try {
                supervisor.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
    }

    private Program program(String name, int layer, String script) {
        return new Program(
                name,
                List.of("sh", "-c", script),
                Map.of("ORDER", folder.resolve("order").toString()),
                folder,
                folder.resolve(name + ".log"),
                folder.resolve("run").resolve(name + ".pid"),
                layer,
                () -> true);
    }

    private long pid(String name) {
        try {
            return Long.parseLong(
                    Files.readString(folder.resolve("run/" + name + ".pid")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
