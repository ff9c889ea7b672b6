package io.engage.local.replay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.engage.events.Event;
import io.engage.local.door.TestDoor;
import io.engage.local.simulate.Simulate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Logs of all forms, played again over real HTTP. */
@Timeout(180)
class ReplayIT {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter complaints = new StringWriter();

    @Test
    void aHundredThousandLinesOfTheOriginalSimulatorGiveExactlyTheirCounts() throws IOException {
        // Given a log of the original form, and its counts by an independent reading
        Path log = folder.resolve("events.txt");
        assertEquals(
                0,
                new CommandLine(new Simulate())
                        .execute("--seed", "3", "--duration", "4000", "--out", log.toString(), "--format", "original"));
        List<String> lines = Files.readAllLines(log).subList(0, 100_000);
        Files.write(log, lines);
        Map<String, Integer> expected = new TreeMap<>();
        for (String line : lines) {
            expected.merge(key(fields(line)), 1, Integer::sum);
        }

        // When it is replayed as fast as possible, half of it twice on the wire
        try (TestDoor door = TestDoor.open(0, request -> request % 4 == 0 ? 503 : 202)) {
            assertEquals(0, replay("--speed", "max", "--url", door.url(), log.toString()), this::out);

            // Then the counts are the same, to the event
            Map<String, Integer> counts = new TreeMap<>();
            door.events()
                    .forEach(event ->
                            counts.merge(event.videoId() + " " + event.type().wireName(), 1, Integer::sum));
            assertEquals(expected, counts);
            assertTrue(out().contains("100,000 accepted, 0 refused"), out());
        }
    }

    @Test
    void eachVideoKeepsItsOrder() throws IOException {
        Path log = folder.resolve("log.ndjson");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            lines.add(engage("like", "v" + i % 11, "u" + i, 1_700_000_000_000L + i, ""));
        }
        Files.write(log, lines);
        try (TestDoor door = TestDoor.open()) {
            assertEquals(0, replay("--speed", "max", "--connections", "4", "--url", door.url(), log.toString()));
            Map<String, Integer> last = new HashMap<>();
            for (Event event : door.events()) {
                int number = Integer.parseInt(event.userId().substring(1));
                Integer before = last.put(event.videoId(), number);
                assertTrue(before == null || before < number);
            }
            assertEquals(20_000, door.events().size());
        }
    }

    @Test
    void gapsAreKeptAndStampedWithTheTimeOfPosting() throws IOException {
        // Given events 0, 10 and 30 s after the first
        Path log = write(
                "log.ndjson",
                engage("play", "v", "a", 1_500_000_000_000L, ""),
                engage("like", "v", "b", 1_500_000_010_000L, ""),
                engage("leave", "v", "c", 1_500_000_030_000L, ""));
        try (TestDoor door = TestDoor.open()) {

            // When they are replayed 100 times as fast
            long began = System.currentTimeMillis();
            assertEquals(0, replay("--speed", "100", "--url", door.url(), log.toString()));

            // Then they are 100 and 200 ms apart, from now on
            List<Long> times = door.events().stream().map(Event::timestamp).toList();
            assertTrue(times.getFirst() >= began && times.getFirst() <= System.currentTimeMillis());
            assertEquals(100, times.get(1) - times.get(0));
            assertEquals(200, times.get(2) - times.get(1));
            assertTrue(System.currentTimeMillis() >= times.get(2));
        }
    }

    @Test
    void aGapOfHoursIsSaidAndCanBeShortened() throws Exception {
        // Given events 0 and 10 s after the first, and two more after five hours
        Path log = write(
                "log.ndjson",
                engage("play", "v", "a", 1_500_000_000_000L, ""),
                engage("like", "v", "b", 1_500_000_010_000L, ""),
                engage("like", "v", "c", 1_500_018_010_000L, ""),
                engage("leave", "v", "a", 1_500_018_020_000L, ""));
        try (TestDoor door = TestDoor.open()) {

            // When they are replayed with it, then it says how long the next one has to be waited for
            Thread asItWas =
                    Thread.ofPlatform().start(() -> replay("--speed", "20", "--url", door.url(), log.toString()));
            await().atMost(Duration.ofSeconds(60)).until(() -> door.events().size() == 2);
            asItWas.interrupt();
            asItWas.join();
            assertTrue(out().contains("next event in 14 min; --longest-gap shortens that"), out());

            // When gaps are shortened, then only those that are longer
            assertEquals(0, replay("--speed", "20", "--longest-gap", "1", "--url", door.url(), log.toString()));
            List<Long> times =
                    door.events().stream().skip(2).map(Event::timestamp).toList();
            assertEquals(500, times.get(1) - times.get(0));
            // It is counted from the moment in which the wait began.
            long gap = times.get(2) - times.get(1);
            assertTrue(gap >= 1000 && gap < 60_000, () -> Long.toString(gap));
            assertEquals(500, times.get(3) - times.get(2));
        }
    }

    @Test
    void aReplayCountsAgainAndWithinItARepeatedEventDoesNot() throws IOException {
        Path log = write(
                "log.ndjson",
                engage("play", "v", "a", 1_500_000_000_000L, ",\"event_id\":\"one\",\"session_id\":\"s\""),
                engage("play", "v", "a", 1_500_000_000_000L, ",\"event_id\":\"one\",\"session_id\":\"s\""),
                engage("like", "v", "a", 1_500_000_000_000L, ",\"session_id\":\"s\""),
                engage("like", "v", "a", 1_500_000_000_000L, ",\"session_id\":\"s\""));
        try (TestDoor door = TestDoor.open()) {
            replay("--speed", "max", "--url", door.url(), log.toString());
            assertEquals(3, door.events().size(), "two likes are two; the play came twice");
            assertEquals(
                    1, door.events().stream().map(Event::sessionId).distinct().count());

            replay("--speed", "max", "--url", door.url(), log.toString());
            assertEquals(6, door.events().size());
            assertEquals(
                    2, door.events().stream().map(Event::sessionId).distinct().count());
        }
    }

    @Test
    void brokenLinesAreCountedWithTheirNumbersAndTheOthersGetIn() throws IOException {
        Path log = write(
                "log.ndjson",
                engage("play", "v", "a", 1_500_000_000_000L, ""),
                "",
                "not json",
                engage("dance", "v", "a", 1_500_000_000_000L, ""),
                "{\"event_type\":\"like\",\"video_id\":\"v\",\"user_id\":\"u\"}",
                engage("like", "v", "a", 1_500_000_000_000L, ",\"latitude\":3"),
                engage("jump", "v", "a", 1_500_000_000_000L, ""),
                engage("comment", "v", "a", 1_500_000_000_000L, ",\"comment\":\"" + "wow ".repeat(700) + "\""),
                engage("like", "v", "a", 1_500_000_000_000L, ""));
        try (TestDoor door = TestDoor.open()) {
            assertEquals(1, replay("--speed", "max", "--url", door.url(), log.toString()));
            assertEquals(3, door.events().size());
            assertTrue(out().contains("3 accepted, 5 refused"), out());
            assertTrue(out().contains("2 × event_type \"dance\" is unknown"), out());
            assertTrue(out().contains("(log.ndjson:4, log.ndjson:7)"), out());
            assertTrue(out().contains("1 × timestamp is missing (log.ndjson:5)"), out());
            assertTrue(out().contains("(log.ndjson:6)") && out().contains("(log.ndjson:3)"), out());
            assertTrue(
                    out().contains("1 comments were longer than 2,000 characters and were cut (log.ndjson:8)"), out());
        }
    }

    @Test
    void packedFilesAndTheStandardInputFollowOneAnother() throws IOException {
        // Given a packed log, the second half of it in a gzip member of its own, and a chat on the standard input
        Path packed = folder.resolve("log.ndjson.gz");
        try (var raw = Files.newOutputStream(packed)) {
            for (String user : List.of("a", "b")) {
                GZIPOutputStream zip = new GZIPOutputStream(raw);
                zip.write((engage("like", "v", user, 1_500_000_000_000L, "") + "\n").getBytes(StandardCharsets.UTF_8));
                zip.finish();
            }
        }
        InputStream chat = new ByteArrayInputStream(
                "[0:00:01] ann: hello\r\n[0:00:02] ben: hi ann".getBytes(StandardCharsets.UTF_8));
        try (TestDoor door = TestDoor.open()) {

            // When both are replayed
            assertEquals(
                    0,
                    replay(chat, "--speed", "max", "--connections", "1", "--url", door.url(), packed.toString(), "-"));

            // Then all is there
            assertEquals(
                    List.of("a", "b", "ann", "ben"),
                    door.events().stream().map(Event::userId).toList());
            assertEquals("standard input", door.events().getLast().videoId());
        }
    }

    @Test
    void whatComesThroughAPipeIsSentWhileTheNextIsAwaited() throws Exception {
        try (TestDoor door = TestDoor.open();
                PipedOutputStream writing = new PipedOutputStream();
                PipedInputStream pipe = new PipedInputStream(writing)) {
            AtomicInteger exit = new AtomicInteger(-1);
            Thread running =
                    Thread.ofPlatform().start(() -> exit.set(replay(pipe, "--speed", "max", "--url", door.url(), "-")));
            writing.write((engage("like", "v", "a", 1_500_000_000_000L, "") + "\n").getBytes(StandardCharsets.UTF_8));
            writing.flush();

            await().atMost(Duration.ofSeconds(60)).until(() -> door.events().size() == 1);
            writing.close();
            running.join();
            assertEquals(0, exit.get());
        }
    }

    @Test
    void videosAreKeptApartByAPrefix() throws IOException {
        Path log = write("log.ndjson", "{\"event_type\":\"like\",\"video_id\":3,\"user_id\":1,\"timestamp\":0.5}");
        try (TestDoor door = TestDoor.open()) {
            replay("--speed", "max", "--video", "friday-", "--url", door.url(), log.toString());
            assertEquals("friday-3", door.events().getFirst().videoId());
        }
    }

    @Test
    void tellsHowFarItCameWhenTheDoorStaysAway() throws IOException {
        Path log = write("log.ndjson", engage("like", "v", "a", 1_500_000_000_000L, ""));
        try (TestDoor door = TestDoor.open(0, request -> 503)) {
            assertEquals(3, replay("--speed", "max", "--patience", "1", "--url", door.url(), log.toString()));
            assertTrue(out().contains("Not replayed to the end"), out());
            assertTrue(out().contains("Of 1 events it is not known whether they got in"), out());
        }
    }

    @Test
    void aFileThatIsNotThereIsToldBeforeAnythingIsSent() throws IOException {
        Path log = write("log.ndjson", engage("like", "v", "a", 1_500_000_000_000L, ""));
        try (TestDoor door = TestDoor.open()) {
            assertEquals(2, replay("--url", door.url(), log.toString(), "/no/such/file"));
            assertEquals(2, replay("--url", door.url(), "--speed", "fast", log.toString()));
            assertEquals(2, replay("--url", door.url(), "--longest-gap", "-1", log.toString()));
            assertEquals(0, door.requests());
            assertTrue(complaints.toString().contains("There is no file /no/such/file"), complaints.toString());
            assertTrue(complaints.toString().contains("it must be a number from 0 on, or max"), complaints.toString());
        }
    }

    private static String engage(String type, String video, String user, long timestamp, String more) {
        return "{\"event_type\":\"" + type + "\",\"video_id\":\"" + video + "\",\"user_id\":\"" + user
                + "\",\"timestamp\":" + timestamp + more + "}";
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private int replay(String... arguments) {
        return replay(InputStream.nullInputStream(), arguments);
    }

    private int replay(InputStream in, String... arguments) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLine command = new CommandLine(new Replay(Clock.systemUTC(), in, to, to));
        command.setErr(new PrintWriter(complaints));
        return command.execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String key(Map<String, String> fields) {
        return fields.get("video_id") + " " + fields.get("event_type");
    }

    private static Map<String, String> fields(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser p = new JsonFactory().createParser(line)) {
            p.nextToken();
            for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                p.nextToken();
                fields.put(name, p.getText());
            }
        }
        return fields;
    }
}
