package io.engage.local.simulate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.EventType;
import io.engage.local.door.TestDoor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command, sending over real HTTP and writing real files. */
@Timeout(120)
class SimulateIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String[] SMALL = {"--seed", "4", "--videos", "5", "--viewers", "100"};

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final StringWriter complaints = new StringWriter();

    @Test
    void sendsWhatItWouldWrite() throws IOException {
        // Given a log of ten minutes
        Path file = folder.resolve("events.ndjson");
        assertEquals(0, run("--duration", "600", "--out", file.toString()));
        List<String> lines = Files.readAllLines(file);

        // When the same is sent, 400 times as fast as life
        try (TestDoor door = TestDoor.open()) {
            long began = System.currentTimeMillis();
            assertEquals(0, run("--duration", "600", "--speed", "400", "--url", door.url()), this::said);

            // Then each event got in, in the order of its video, stamped with a time that was by then
            List<Event> events = door.events();
            assertEquals(lines.size(), events.size());
            assertEquals(count(lines, EventType.COMMENT), count(events, EventType.COMMENT));
            Map<String, Long> last = new HashMap<>();
            for (Event event : events) {
                long before = last.getOrDefault(event.videoId(), 0L);
                assertTrue(event.timestamp() >= before, event + " after " + before);
                last.put(event.videoId(), event.timestamp());
                assertTrue(event.timestamp() <= System.currentTimeMillis());
            }
            long after =
                    events.stream().filter(event -> event.timestamp() > began).count();
            assertTrue(after > 0.9 * (events.size() - 110), "all but those who were there before");

            // And every video that began has ended
            assertEquals(count(events, EventType.START_VIDEO), count(events, EventType.END_VIDEO));
            assertTrue(said().contains("rejected 0"), said());
        }
    }

    @Test
    void losesAndDoublesNothingWhenTheDoorPutsItOff() {
        try (TestDoor steady = TestDoor.open();
                TestDoor moody = TestDoor.open(0, request -> request % 3 == 0 ? 202 : 503)) {
            run("--duration", "300", "--speed", "400", "--url", steady.url());
            assertEquals(0, run("--duration", "300", "--speed", "400", "--url", moody.url()), this::said);
            assertEquals(steady.events().size(), moody.events().size());
            assertTrue(moody.deliveries() > moody.events().size());
        }
    }

    @Test
    void endsItsVideosWhenItIsAskedToEnd() throws InterruptedException {
        try (TestDoor door = TestDoor.open()) {
            interruptWhenRunning(door);
            Set<String> live = new HashSet<>();
            door.events().forEach(event -> {
                switch (event.type()) {
                    case START_VIDEO -> assertTrue(live.add(event.videoId()));
                    case END_VIDEO -> assertTrue(live.remove(event.videoId()));
                    default -> assertTrue(live.contains(event.videoId()), () -> "not live: " + event);
                }
            });
            assertEquals(Set.of(), live);
        }
    }

    @Test
    void leavesItsVideosWhenTold() throws InterruptedException {
        try (TestDoor door = TestDoor.open()) {
            interruptWhenRunning(door, "--leave-videos");
            assertTrue(count(door.events(), EventType.START_VIDEO) > count(door.events(), EventType.END_VIDEO));
        }
    }

    @Test
    void endsSoonEvenWhenTheDoorDoesNotAnswer() throws InterruptedException {
        // Given a door that takes requests and says nothing
        CountDownLatch silence = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        try (TestDoor door = TestDoor.open(0, request -> {
            requests.incrementAndGet();
            awaitUninterruptibly(silence);
            return 202;
        })) {
            Thread running = Thread.ofPlatform().start(() -> run("--speed", "20", "--url", door.url()));
            await().atMost(LONG).until(() -> requests.get() > 0);

            // When it is asked to end, then it does
            running.interrupt();
            assertTrue(running.join(Duration.ofSeconds(30)));
            silence.countDown();
        }
    }

    @Test
    void saysWhatWasRefused() {
        // Given a clock that is an hour ahead of that of the door
        Simulate simulate = new Simulate(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)), err());
        try (TestDoor door = TestDoor.open()) {
            int exit = execute(simulate, "--duration", "5", "--speed", "10", "--url", door.url());
            assertEquals(1, exit);
            assertTrue(said().contains("timestamp is more than 5 min ahead of the clock here"), said());
        }
    }

    @Test
    void aWrongKeyIsToldWithWhatToDo() {
        try (TestDoor door = TestDoor.open()) {
            assertEquals(1, run("--duration", "5", "--speed", "10", "--key", "wrong", "--url", door.url()));
            assertTrue(said().contains("Stopped: it answers HTTP 401; give a key of the kind \"server\""), said());
        }
    }

    @Test
    void theSameSeedAndStartGiveTheSameLog() throws IOException {
        byte[] once = log("once", "--start", "2026-11-23T18:00:00Z");
        byte[] again = log("again", "--start", "2026-11-23T18:00:00Z");
        byte[] later = log("later", "--start", "2026-11-23T18:00:01Z");
        assertEquals(new String(once, StandardCharsets.UTF_8), new String(again, StandardCharsets.UTF_8));
        assertTrue(!new String(once, StandardCharsets.UTF_8).equals(new String(later, StandardCharsets.UTF_8)));
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedBeforeAnythingIsSent() {
        assertMisused(
                "--out FILE needs --duration", "--out", folder.resolve("x").toString());
        assertMisused("for a file", "--format", "original");
        assertMisused("--speed must be more than 0", "--speed", "0");
        assertMisused("At least one video", "--videos", "0");
        assertMisused("--url must be like", "--url", "localhost:8081");
        assertMisused("--connections must be", "--connections", "0");
        assertMisused("it must be engage or original, not csv", "--out", "-", "--format", "csv");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertMisused(String complaint, String... arguments) {
        complaints.getBuffer().setLength(0);
        assertEquals(2, run(arguments));
        assertTrue(complaints.toString().contains(complaint), complaints.toString());
    }

    private byte[] log(String name, String... arguments) throws IOException {
        Path file = folder.resolve(name);
        String[] all = concat(arguments, "--duration", "60", "--out", file.toString());
        assertEquals(0, run(all));
        return Files.readAllBytes(file);
    }

    private void interruptWhenRunning(TestDoor door, String... more) throws InterruptedException {
        AtomicInteger exit = new AtomicInteger(-1);
        Thread running =
                Thread.ofPlatform().start(() -> exit.set(run(concat(more, "--speed", "20", "--url", door.url()))));
        await().atMost(LONG).until(() -> count(door.events(), EventType.HEARTBEAT) > 100);
        running.interrupt();
        running.join();
        assertEquals(0, exit.get(), this::said);
    }

    private int run(String... arguments) {
        return execute(new Simulate(Clock.systemUTC(), err()), arguments);
    }

    private int execute(Simulate simulate, String... arguments) {
        CommandLine command = new CommandLine(simulate).setOverwrittenOptionsAllowed(true);
        command.setErr(new PrintWriter(complaints));
        return command.execute(concat(SMALL, arguments));
    }

    private PrintStream err() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static long count(List<?> events, EventType type) {
        return events.stream()
                .filter(event -> event instanceof Event e
                        ? e.type() == type
                        : event.toString().contains("\"" + type.wireName() + "\""))
                .count();
    }
}
