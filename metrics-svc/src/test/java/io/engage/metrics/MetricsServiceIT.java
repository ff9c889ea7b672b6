package io.engage.metrics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.Place;
import io.engage.events.RedisKeys;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of the service, seen from Redis, with a real Kafka before it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class MetricsServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    RedisDataSource redis;

    private Log log;
    private final String video = "video/../\"ü😀 " + UUID.randomUUID();

    @BeforeEach
    void open() {
        log = new Log(Servers.kafka.bootstrapServers());
        // What happens now is to be seen for some seconds only: the service must be at work.
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void figuresOfAVideoAppearInRedisUnderTheirNames() {
        // Given
        long now = System.currentTimeMillis();
        Place place = new Place(48.2, 16.4);
        log.append(new Event.StartVideo(Log.by("b1", video, null, now - 5000, place), "A \"title\" <b>"));
        log.append(new Event.Play(Log.by("u1", video, "s1")));
        log.append(new Event.Play(Log.by("u2", video, null)));
        log.append(new Event.Heartbeat(Log.by("u3", video, "s3")));
        log.append(new Event.Leave(Log.by("u2", video, null)));
        for (int i = 0; i < 37; i++) {
            log.append(new Event.Like(Log.by("u" + i, video, null)));
        }
        log.append(new Event.Dislike(Log.by("u1", video, null)));
        // When
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of("likes_10s", "37", "dislikes_10s", "1")));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.ofEntries(
                        Map.entry("title", "A \"title\" <b>"),
                        Map.entry("broadcaster_id", "b1"),
                        Map.entry("latitude", "48.2"),
                        Map.entry("longitude", "16.4"),
                        Map.entry("status", "live"),
                        Map.entry("started_at", Long.toString(now - 5000)),
                        Map.entry("viewers", "2"),
                        Map.entry("views", "3"),
                        Map.entry("unique_viewers", "3"))));
        assertEquals(0, Long.parseLong(hash().get("viewers_as_of")) % 1000);
        assertEquals(
                2.0, redis.sortedSet(String.class).zscore(RedisKeys.LIVE, video).getAsDouble());
        assertTrue(redis.geo(String.class).geopos(RedisKeys.GEO, video).getFirst() != null);
        assertTrue(redis.key().ttl(RedisKeys.video(video)) > 24 * 3600);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertFields(Map.of("likes_10s", "0", "likes", "37", "dislikes_10s", "0", "dislikes", "1")));
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            int likes = redis.hash(String.class).hgetall(RedisKeys.history("reactions", video)).values().stream()
                    .mapToInt(point -> Integer.parseInt(point.replaceAll(".*\"likes\":(\\d+).*", "$1")))
                    .sum();
            assertEquals(37, likes);
            assertTrue(redis.hash(String.class)
                    .hgetall(RedisKeys.history("viewers", video))
                    .containsValue("{\"viewers\":2}"));
        });
    }

    @Test
    void changesAreToldToThoseWhoWatchTheVideo() {
        // Given
        List<String> told = new CopyOnWriteArrayList<>();
        var subscription = redis.pubsub(String.class).subscribe(RedisKeys.video(video), told::add);
        // When
        log.append(new Event.Play(Log.by("u1", video, "s1")));
        log.flush();
        await().atMost(PATIENCE).until(() -> told.stream().anyMatch(m -> m.contains("\"viewers\":1,")));
        log.append(new Event.Play(Log.by("u2", video, "s2")));
        log.flush();
        // Then
        await().atMost(PATIENCE).until(() -> told.stream().anyMatch(m -> m.contains("\"viewers\":2,")));
        String change = told.stream()
                .filter(m -> m.contains("\"viewers\":2,"))
                .findFirst()
                .orElseThrow();
        assertTrue(change.contains("\"views\":2"), change);
        assertTrue(!change.contains("started_at"), change);
        subscription.unsubscribe();
    }

    @Test
    void theEndMovesAVideoBetweenTheListsAndBack() {
        // Given
        long now = System.currentTimeMillis();
        log.append(new Event.StartVideo(Log.by("b", video, null, now - 3000, new Place(89.9, 10)), null));
        log.append(new Event.Play(Log.by("u", video, "s", now - 2500, null)));
        // When
        log.append(new Event.EndVideo(Log.by("b", video, null, now - 2000, null)));
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of(
                        "status", "ended", "ended_at", Long.toString(now - 2000), "viewers", "0", "views", "1")));
        assertTrue(redis.sortedSet(String.class).zscore(RedisKeys.LIVE, video).isEmpty());
        assertEquals(
                now - 2000,
                redis.sortedSet(String.class).zscore(RedisKeys.ENDED, video).getAsDouble());
        assertNull(redis.geo(String.class).geopos(RedisKeys.GEO, video).getFirst());
        // When
        log.append(new Event.Play(Log.by("u2", video, "s2", now, null)));
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of("status", "live", "viewers", "1")));
        assertTrue(!hash().containsKey("ended_at"));
        assertTrue(redis.sortedSet(String.class).zscore(RedisKeys.ENDED, video).isEmpty());
    }

    @Test
    void whenRedisIsEmptiedEverythingIsThereAgainWithinTenSeconds() {
        // Given
        log.append(new Event.Play(Log.by("u1", video, "s1")));
        log.append(new Event.Like(Log.by("u1", video, null)));
        log.flush();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of("viewers", "1", "likes", "1")));
        await().atMost(PATIENCE).until(() -> recordedPoints() >= 1);
        Map<String, String> viewersHistory = redis.hash(String.class).hgetall(RedisKeys.history("viewers", video));
        Map<String, String> likesHistory = redis.hash(String.class).hgetall(RedisKeys.history("reactions", video));
        // When
        redis.flushall();
        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertFields(Map.of("viewers", "1", "likes", "1", "status", "live"));
            assertTrue(
                    redis.sortedSet(String.class).zscore(RedisKeys.LIVE, video).isPresent());
            assertTrue(redis.hash(String.class)
                    .hgetall(RedisKeys.history("viewers", video))
                    .keySet()
                    .containsAll(viewersHistory.keySet()));
            assertTrue(redis.hash(String.class)
                    .hgetall(RedisKeys.history("reactions", video))
                    .entrySet()
                    .containsAll(likesHistory.entrySet()));
        });
        assertTrue(redis.key().exists(RedisKeys.FILLED));
    }

    @Test
    void whileRedisIsAwayCountingGoesOnAndAllIsWrittenWhenItIsBack() {
        // Given
        log.append(new Event.Play(Log.by("u1", video, "s1")));
        log.flush();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertFields(Map.of("viewers", "1")));
        // When
        Servers.endRedis();
        for (int i = 2; i <= 50; i++) {
            log.append(new Event.Play(Log.by("u" + i, video, "s" + i)));
        }
        log.flush();
        Servers.startRedisAgain();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of("viewers", "50", "views", "50", "peak_viewers", "50")));
    }

    @Test
    void aRepeatedDeliveryChangesNothing() {
        // Given
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(new Event.Play(Log.by("u" + i, video, null)));
            events.add(new Event.Like(Log.by("u" + i, video, null)));
        }
        // When
        events.forEach(log::append);
        events.forEach(log::append);
        log.append(new Event.Dislike(Log.by("last", video, null)));
        log.append(new Event.Play(Log.by("last", video, null)));
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertFields(Map.of("dislikes", "1", "likes", "100", "views", "101", "viewers", "101")));
    }

    private long recordedPoints() {
        return redis.hash(String.class).hlen(RedisKeys.history("viewers", video)) - 1;
    }

    private Map<String, String> hash() {
        return redis.hash(String.class).hgetall(RedisKeys.video(video));
    }

    private void assertFields(Map<String, String> expected) {
        Map<String, String> held = hash();
        held.keySet().retainAll(expected.keySet());
        assertEquals(expected, held);
    }
}
