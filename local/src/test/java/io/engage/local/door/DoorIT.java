package io.engage.local.door;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the door promises those who send through it, over real HTTP. */
@Timeout(120)
class DoorIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Map<Long, String> refused = new ConcurrentHashMap<>();

    @Test
    void keepsTheOrderOfEachVideoAndCountsNothingTwiceWhenHalfOfTheRequestsFail() throws InterruptedException {
        // Given a door that puts off every other request, with half of its events in already
        try (TestDoor server = TestDoor.open(0, request -> request % 2 == 0 ? 202 : 503);
                Door door = door(server.url(), 4, false)) {

            // When 20,000 events of 37 videos are posted
            for (int i = 0; i < 20_000; i++) {
                post(door, "v" + i % 37, i);
            }
            assertTrue(door.drain(LONG));

            // Then each is there once, in the order of its video
            List<Event> events = server.events();
            assertEquals(20_000, events.size());
            assertTrue(server.deliveries() > 20_000, "some came twice on the wire");
            Map<String, Integer> last = new HashMap<>();
            for (Event event : events) {
                int number = Integer.parseInt(event.eventId());
                Integer before = last.put(event.videoId(), number);
                assertTrue(before == null || before < number, event.videoId() + ": " + before + " before " + number);
            }
            assertEquals(new Tally(20_000, 20_000, 0, server.requests() / 2), door.tally());
        }
    }

    @Test
    void namesEachRefusedEventByItsOrigin() throws InterruptedException {
        try (TestDoor server = TestDoor.open();
                Door door = door(server.url(), 2, false)) {

            // When every tenth event is none
            for (int i = 0; i < 1_000; i++) {
                if (i % 10 == 0) {
                    door.post("v", "{\"event_type\":\"dance\"}".getBytes(StandardCharsets.UTF_8), i);
                } else {
                    post(door, "v", i);
                }
            }
            door.drain(LONG);

            // Then they are refused, and no other
            assertEquals(900, door.tally().accepted());
            assertEquals(100, door.tally().rejected());
            assertEquals(100, refused.size());
            assertTrue(refused.keySet().stream().allMatch(origin -> origin % 10 == 0), refused.toString());
            assertTrue(refused.get(0L).contains("dance"), refused.get(0L));
        }
    }

    @Test
    void aBatchOfWhichNothingIsTakenIsNoTrouble() throws InterruptedException {
        try (TestDoor server = TestDoor.open();
                Door door = door(server.url(), 1, false)) {
            door.post("v", "{}".getBytes(StandardCharsets.UTF_8), 5);
            assertTrue(door.drain(LONG));
            assertEquals(new Tally(1, 0, 1, 0), door.tally());
            assertEquals(List.of(5L), List.copyOf(refused.keySet()));
        }
    }

    /** Binds the socket, at which connections are refused and a server may listen all the same. */
    private static String reserve(Socket socket) throws IOException {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Test
    void waitsForADoorThatIsNotThereYetAndSaysSo() throws Exception {
        // Given an address where nobody listens, and which nobody else gets meanwhile
        AtomicBoolean posted = new AtomicBoolean();
        try (Socket reserved = new Socket();
                Door door = door(reserve(reserved), 1, false)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 30_000; i++) {
                        post(door, "v", i);
                    }
                    posted.set(door.drain(LONG));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            await().atMost(LONG).until(() -> door.trouble().isPresent());
            assertEquals(0, door.tally().accepted());
            assertTrue(door.delay().isPositive());
            assertTrue(door.tally().posted() < 30_000, "it does not pile up what it cannot send");

            // When somebody does
            try (TestDoor server = TestDoor.open(reserved.getLocalPort(), request -> 202)) {
                sender.join();

                // Then everything gets in
                assertTrue(posted.get());
                assertEquals(30_000, server.events().size());
                assertTrue(door.trouble().isEmpty());
                assertEquals(Duration.ZERO, door.delay());
            }
        }
    }

    @Test
    void aBatchThatIsTooLargeIsSentInParts() throws InterruptedException {
        // Given a door that takes nothing but the smallest requests
        List<Integer> sizes = new ArrayList<>();
        try (TestDoor server = TestDoor.open(0, request -> request <= 3 ? 413 : 202);
                Door door = door(server.url(), 1, false)) {
            for (int i = 0; i < 100; i++) {
                post(door, "v", i);
            }
            door.drain(LONG);

            // Then the first is halved three times, and the order is kept
            server.bodies().forEach(body -> sizes.add(body.split("\n").length));
            assertEquals(List.of(100, 50, 25, 12, 13, 25, 50), sizes);
            assertEquals(100, server.events().size());
            assertEquals("0", server.events().getFirst().eventId());
            assertEquals("99", server.events().getLast().eventId());
        }
    }

    @Test
    void oneEventThatIsTooLargeIsRefused() throws InterruptedException {
        try (TestDoor server = TestDoor.open(0, request -> 413);
                Door door = door(server.url(), 1, false)) {
            post(door, "v", 7);
            assertTrue(door.drain(LONG));
            assertEquals(new Tally(1, 0, 1, 0), door.tally());
            assertTrue(refused.get(7L).contains("too large"), refused.get(7L));
        }
    }

    @Test
    void aWrongKeyEndsItAtOnceWithAdvice() {
        try (TestDoor server = TestDoor.open();
                Door door = new Door(URI.create(server.url()), "wrong", 1, false, LONG, refused::put)) {
            DoorException e = assertThrows(DoorException.class, () -> {
                post(door, "v", 1);
                door.drain(LONG);
            });
            assertTrue(e.getMessage().contains("--key"), e.getMessage());
        }
    }

    @Test
    void patienceEndsWithTheReason() {
        try (TestDoor server = TestDoor.open(0, request -> 503);
                Door door =
                        new Door(URI.create(server.url()), "local", 1, false, Duration.ofMillis(300), refused::put)) {
            DoorException e = assertThrows(DoorException.class, () -> {
                post(door, "v", 1);
                door.drain(LONG);
            });
            assertTrue(e.getMessage().contains("503") && e.getMessage().contains("not now"), e.getMessage());
        }
    }

    @Test
    void packedRequestsSayTheSame() throws InterruptedException {
        try (TestDoor server = TestDoor.open();
                Door door = door(server.url(), 2, true)) {
            for (int i = 0; i < 5_000; i++) {
                post(door, "v" + i % 3, i);
            }
            door.drain(LONG);
            assertEquals(5_000, server.events().size());
        }
    }

    private Door door(String url, int connections, boolean gzip) {
        return new Door(URI.create(url), "local", connections, gzip, Door.FOR_EVER, refused::put);
    }

    private static void post(Door door, String video, int number) throws InterruptedException {
        String line = "{\"event_type\":\"like\",\"video_id\":\"" + video + "\",\"user_id\":\"u\",\"timestamp\":"
                + System.currentTimeMillis() + ",\"event_id\":\"" + number + "\"}";
        door.post(video, line.getBytes(StandardCharsets.UTF_8), number);
    }
}
