package io.engage.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.EventType;
import io.engage.events.Parsed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final long BASE = 1_790_000_000_000L;

    private record Made(EventType type, int video, String json, long time) {}

    /** One video as a simple reader counts it. */
    private static final class Naive {
        final Map<String, Long> alive = new HashMap<>();
        final Map<String, Long> left = new HashMap<>();
        final Set<String> named = new HashSet<>();
        final Set<String> beating = new HashSet<>();
        final Set<String> users = new HashSet<>();
        long anonymousPlays;
        long lastEnd = Long.MIN_VALUE;
        long likes;
        long dislikes;

        void count(Event event) {
            String session = event.sessionId() == null ? "of " + event.userId() : event.sessionId();
            switch (event) {
                case Event.Play play -> {
                    alive.merge(session, play.timestamp(), Math::max);
                    users.add(play.userId());
                    if (play.sessionId() == null) {
                        anonymousPlays++;
                    } else {
                        named.add(session);
                    }
                }
                case Event.Heartbeat beat -> {
                    alive.merge(session, beat.timestamp(), Math::max);
                    beating.add(session);
                    named.add(session);
                }
                case Event.Leave leave -> left.put(session, leave.timestamp());
                case Event.EndVideo end -> lastEnd = Math.max(lastEnd, end.timestamp());
                case Event.Like like -> likes++;
                case Event.Dislike dislike -> dislikes++;
                case Event.StartVideo start -> {}
                case Event.Comment comment -> {}
            }
        }

        TruthOfVideo figures() {
            long viewers = alive.entrySet().stream()
                    .filter(session -> session.getValue() > lastEnd)
                    .filter(session -> left.getOrDefault(session.getKey(), Long.MIN_VALUE) < session.getValue())
                    .filter(session -> !beating.contains(session.getKey()))
                    .count();
            return new TruthOfVideo(named.size() + anonymousPlays, viewers, users.size(), likes, dislikes);
        }
    }

    /** Promise: every generated event is valid, and what the generator says they lead to is what a naive reader counts. */
    @Test
    void knowsWhatItsEventsLeadTo() {
        // Given
        Workload workload = workload();
        List<Made> made = new ArrayList<>();
        // When
        Truth truth = new Generator(
                        workload,
                        BASE,
                        (type, video, json, time) -> made.add(new Made(
                                type, video, new String(json, java.nio.charset.StandardCharsets.US_ASCII), time)))
                .run();
        // Then
        Map<Integer, Naive> videos = new HashMap<>();
        Set<String> ids = new HashSet<>();
        EventParser parser = new EventParser();
        for (Made one : made) {
            byte[] bytes = one.json.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            Event event = assertInstanceOf(Parsed.Accepted.class, parser.parse(bytes, 0, bytes.length, BASE))
                    .event();
            assertEquals(one.type, event.type());
            assertEquals(Generator.videoId(one.video), event.videoId());
            if (ids.add(event.eventId())) {
                long late = one.time - (event.timestamp() - BASE);
                assertTrue(late >= 0 && late <= 2_000, () -> late + " ms late");
                videos.computeIfAbsent(one.video, v -> new Naive()).count(event);
            }
        }
        assertEquals(
                Set.of(EventType.values()),
                new HashSet<>(made.stream().map(Made::type).toList()));
        videos.forEach((video, naive) -> assertEquals(naive.figures(), truth.of(video), "video " + video));
        assertEquals(made.size() - ids.size(), truth.duplicates());
        assertEquals(made.stream().filter(one -> one.type != EventType.COMMENT).count(), truth.events());
        assertEquals(0.05, (double) truth.duplicates() / made.size(), 0.01);
        assertEquals(workload.sessions, truth.openAtEnd(), 0.05 * workload.sessions);
    }

    /** Promise: the same settings make the same events. */
    @Test
    void repeatsItself() {
        // Given
        List<Made> first = new ArrayList<>();
        List<Made> second = new ArrayList<>();
        // When
        for (List<Made> made : List.of(first, second)) {
            new Generator(
                            workload(),
                            BASE,
                            (type, video, json, time) -> made.add(new Made(
                                    type, video, new String(json, java.nio.charset.StandardCharsets.US_ASCII), time)))
                    .run();
        }
        // Then
        assertEquals(first, second);
    }

    private static Workload workload() {
        Workload workload = new Workload();
        workload.events = 300_000;
        workload.videos = 50;
        workload.sessions = 2_000;
        workload.hot = 0.1;
        workload.views = 0.6;
        workload.heartbeats = 0.1;
        workload.comments = 0.02;
        workload.duplicates = 0.05;
        // Slow enough that videos that ended begin again.
        workload.rate = 2_000;
        workload.seed = 7;
        return workload;
    }
}
