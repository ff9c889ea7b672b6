package io.engage.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.engage.local.supervise.Liveness;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code ./engage up} with a real Kafka, Redis and S3, the services left out: how it starts, holds and ends. */
class UpIT {
    private static final Duration LIMIT = Launch.LIMIT;
    private static final String SERVICES = String.join(
            ",",
            Houses.ALL.stream()
                    .filter(house -> house.layer() != House.Layer.GROUND)
                    .map(House::name)
                    .toList());

    @TempDir
    Path folder;

    private Path data;
    private int offset;

    @BeforeEach
    void choosePlaces() {
        data = folder.resolve("data of mine");
        offset = Launch.freeOffset(folder);
    }

    /** Promise: Ctrl-C, SIGTERM and a closed terminal end all within 10 s, and leave no process and no pid file. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void endsCleanly(String signal) throws Exception {
        assumeFalse(signal.equals("HUP") && isDeafToHangUps(), "started by nohup, which whatever it starts inherits");
        // A machine that pauses meanwhile can use up the time that Kafka has: the best of three.
        List<String> killed = new ArrayList<>();
        do {
            try (Launch launch = ground().awaitUp()) {
                // Given
                assertEquals(3, launch.running().size());
                // When
                launch.signal(signal);
                Duration took = launch.awaitEnd();
                // Then
                assertEquals(List.of(), launch.running());
                try (var files = Files.list(launch.site.run())) {
                    assertEquals(0, files.count());
                }
                if (!launch.output().contains("was killed") && took.compareTo(Duration.ofSeconds(15)) < 0) {
                    return;
                }
                killed.add(took + ": " + launch.output());
            }
        } while (killed.size() < 3);
        fail(String.join("\n", killed));
    }

    private static boolean isDeafToHangUps() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        // The first bit is that of signal 1.
        return (Long.parseUnsignedLong(ignored, 16) & 1) != 0;
    }

    /** Promise: what is killed is started again within a couple of seconds, and the screen says so. */
    @ParameterizedTest
    @ValueSource(strings = {"redis", "s3", "kafka"})
    void startsAgainWhatWasKilled(String house) {
        try (Launch launch = ground().awaitUp()) {
            // When
            launch.kill(house);
            // Then
            launch.awaitOutput(house + " is ready again after");
            assertTrue(launch.output().contains(house + " died (killed by signal 9), starts again in 0.2 s"));
        }
    }

    /** Promise: a second launcher on the same folder is refused, and the first runs on. */
    @Test
    void refusesASecondOnTheSameFolder() {
        try (Launch first = ground().awaitUp()) {
            // When
            try (Launch second = ground()) {
                second.awaitEnd();
                // Then
                assertEquals(1, second.process().exitValue());
                assertTrue(
                        second.output()
                                .contains("Engage is up already on " + first.site.data() + " (process "
                                        + first.process().pid() + ")"),
                        second::output);
            }
            assertEquals(3, first.running().size());
        }
    }

    /** Promise: with a port taken nothing is started, and the message names the port, who needs it, who has it, the way out. */
    @Test
    void startsNothingWhenAPortIsTaken() throws Exception {
        // Given
        try (ServerSocket socket = new ServerSocket(6379 + offset, 1, InetAddress.getLoopbackAddress());
                // When
                Launch launch = ground()) {
            launch.awaitEnd();
            // Then
            assertEquals(1, launch.process().exitValue());
            String said = launch.output();
            assertTrue(said.contains("redis needs port " + socket.getLocalPort()), said);
            assertTrue(said.contains("--port-offset"), said);
            assertFalse(said.contains("starting"), said);
            assertEquals(List.of(), launch.running());
            assertFalse(Files.exists(launch.site.folder("kafka")));
        }
    }

    /** Promise: a launcher killed as nothing else can leaves a folder that the next one cleans up and takes over. */
    @Test
    void takesOverFromAKilledLauncher() throws Exception {
        // Given
        long kafka;
        try (Launch first = ground().awaitUp()) {
            kafka = first.pid("kafka");
            first.process().destroyForcibly();
            first.awaitEnd();
        }
        // When
        try (Launch second = ground().awaitUp()) {
            // Then
            assertFalse(Liveness.runs(kafka));
            assertEquals(3, second.running().size());
        }
    }

    /** Promise: on Linux no process outlives a killed launcher. */
    @Test
    void allEndWithAKilledLauncher() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        try (Launch launch = ground().awaitUp()) {
            // When
            launch.process().destroyForcibly();
            // Then
            await().atMost(LIMIT).until(() -> launch.running().isEmpty());
        }
    }

    /** Promise: status shows what runs and exits with 0 only when all of it works. */
    @Test
    void statusTellsHowItIs() throws Exception {
        // Given
        assertEquals(1, status().exit());
        try (Launch launch = ground().awaitUp()) {
            // When
            Launch.Outcome all = await().atMost(LIMIT).until(this::status, outcome -> outcome.exit() == 0);
            // Then
            String kafka = all.output()
                    .lines()
                    .filter(line -> line.startsWith("kafka"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(kafka.contains(" " + launch.pid("kafka") + " "), kafka);
            assertTrue(kafka.contains(" " + (9092 + offset) + " "), kafka);
            assertTrue(kafka.contains(" up "), kafka);
            assertTrue(kafka.endsWith(" MB"), kafka);
            assertFalse(all.output().contains("portal"), all.output());
        }
        assertEquals(1, status().exit());
    }

    private Launch ground() {
        return Launch.start(data, offset, "--without", SERVICES);
    }

    private Launch.Outcome status() throws Exception {
        return Launch.run("status", "--data", data.toString());
    }
}
