package io.engage.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.local.system.Houses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole real system with its simulated viewers, and a log replayed into it. */
class AudienceIT {
    /** Long, for a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    private static Launch launch;
    private static Api api;

    @BeforeAll
    static void up() {
        launch = Launch.startWithSimulation(folder.resolve("data"), Launch.freeOffset(folder))
                .awaitUp();
        api = new Api(launch.site.port(Houses.PORTAL));
    }

    @AfterAll
    static void down() {
        if (launch != null) {
            launch.close();
        }
    }

    /** Promise: soon after {@code ./engage up} about 60 videos are live with about 3,000 viewers, and they go on. */
    @Test
    void aliveFromTheBeginning() throws Exception {
        await().atMost(LIMIT).until(() -> simulated().size() > 45);
        await().atMost(LIMIT).until(() -> sum("viewers") > 2_200);
        // At once: some minutes later they may be more for a while.
        assertTrue(sum("viewers") < 3_800, () -> "viewers");
        long likes = sum("likes");
        await().atMost(LIMIT).until(() -> sum("likes") > likes + 20);
        assertTrue(simulated().size() < 75, () -> "videos");
        simulated()
                .forEach((id, video) -> assertTrue(
                        video.path("title").isTextual()
                                && video.path("latitude").isNumber(),
                        video::toString));
    }

    /** Promise: 100,000 lines of the original simulator, replayed as fast as possible, give exactly the counts of the file. */
    @Test
    void aReplayGivesTheCountsOfTheFile() throws Exception {
        // Given
        Path log = folder.resolve("events.txt");
        assertEquals(
                0,
                Engage.commandLine()
                        .execute(
                                "simulate",
                                "--seed",
                                "8",
                                "--duration",
                                "4000",
                                "--out",
                                log.toString(),
                                "--format",
                                "original"));
        List<String> lines = Files.readAllLines(log).subList(0, 100_000);
        Files.write(log, lines);
        Map<String, List<Integer>> expected = recount(lines);
        // When
        String door = "http://127.0.0.1:" + launch.site.port(Houses.INGEST);
        long began = System.nanoTime();
        assertEquals(
                0,
                Engage.commandLine()
                        .execute("replay", "--speed", "max", "--video", "r-", "--url", door, log.toString()));
        double accepted = (System.nanoTime() - began) / 1e9;
        // Then
        await().atMost(LIMIT).until(() -> counts().equals(expected));
        System.out.printf(
                "[measured] 100,000 lines were accepted in %.1f s and counted exactly after %.1f s%n",
                accepted, (System.nanoTime() - began) / 1e9);
    }

    /** What the system counts of the replayed videos: views, likes and dislikes. */
    private static Map<String, List<Integer>> counts() throws InterruptedException {
        Map<String, List<Integer>> counts = new TreeMap<>();
        api.all().forEach((id, video) -> {
            if (id.startsWith("r-")) {
                counts.put(
                        id,
                        List.of(
                                video.path("views").asInt(),
                                video.path("likes").asInt(),
                                video.path("dislikes").asInt()));
            }
        });
        return counts;
    }

    /** The same counts, of the lines of the file. */
    private static Map<String, List<Integer>> recount(List<String> lines) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, int[]> counts = new TreeMap<>();
        for (String line : lines) {
            JsonNode event = json.readTree(line);
            int[] count = counts.computeIfAbsent("r-" + event.path("video_id").asText(), id -> new int[3]);
            switch (event.path("event_type").asText()) {
                case "play" -> count[0]++;
                case "like" -> count[1]++;
                case "dislike" -> count[2]++;
                default -> {}
            }
        }
        Map<String, List<Integer>> all = new TreeMap<>();
        counts.forEach((id, count) -> all.put(id, List.of(count[0], count[1], count[2])));
        return all;
    }

    private static Map<String, JsonNode> simulated() throws InterruptedException {
        Map<String, JsonNode> videos = new TreeMap<>(api.all());
        videos.entrySet()
                .removeIf(entry -> entry.getKey().startsWith("r-")
                        || !entry.getValue().path("status").asText().equals("live"));
        return videos;
    }

    private static long sum(String figure) throws InterruptedException {
        return simulated().values().stream()
                .mapToLong(video -> video.path(figure).asLong())
                .sum();
    }
}
