package io.engage.sentiment;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.RedisKeys;
import io.engage.events.Topics;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of the service, seen from Redis, with a real Kafka before it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SentimentServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    RedisDataSource redis;

    private Log log;
    private final String video = "video/../\"ü😀 " + UUID.randomUUID();

    @BeforeEach
    void open() {
        log = new Log(Servers.kafka.bootstrapServers());
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void figuresOfAVideoAppearInRedisUnderTheirNames() {
        // Given
        for (int i = 0; i < 20; i++) {
            log.comment("user" + i, video, "GOOOOAL what a great keeper");
        }
        log.comment("ann", video, "привет \"там\"");
        // When
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of(
                        "comments",
                        "21",
                        "comments_60s",
                        "21",
                        "sentiment_rate",
                        "1.0",
                        "sentiment_sample",
                        "20",
                        "sentiment_margin",
                        "0.0")));
        assertTrue(Double.parseDouble(hash().get("sentiment_60s")) > 2.5, hash().toString());
        assertTrue(hash().get("words_60s").startsWith("[[\"goal\",20],[\"great\",20]"), hash().get("words_60s"));
        assertEquals(0, Long.parseLong(hash().get("comments_as_of")) % 1000);
        assertTrue(redis.key().ttl(RedisKeys.video(video)) > 24 * 3600);
        List<String> last = await().atMost(PATIENCE)
                .until(
                        () -> redis.list(String.class).lrange(RedisKeys.comments(video), 0, -1),
                        all -> all.size() == 21);
        assertTrue(
                last.getFirst().contains("\"user_id\":\"ann\"")
                        && last.getFirst().contains("\"score\":null"),
                last.getFirst());
        assertTrue(redis.key().ttl(RedisKeys.comments(video)) > 24 * 3600);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            int comments = redis.hash(String.class).hgetall(RedisKeys.history("comments", video)).values().stream()
                    .mapToInt(point -> Integer.parseInt(point.replaceAll(".*\"comments\":(\\d+).*", "$1")))
                    .sum();
            assertEquals(21, comments);
        });
        await().atMost(PATIENCE).until(() -> points().stream().anyMatch(p -> p.contains("\"comments\":")));
    }

    @Test
    void duplicatesAndUnreadableRecordsChangeNothing() {
        // Given
        long now = System.currentTimeMillis();
        for (int i = 0; i < 5; i++) {
            log.comment("ann", video, "hello", now, "the-same");
        }
        log.comment("bob", video, "hello", now, "another");
        // When
        log.flush();
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertFields(Map.of("comments", "2", "words_60s", "[[\"hello\",2]]")));
    }

    @Test
    void changesAreToldToThoseWhoWatchTheVideo() {
        // Given
        List<String> told = new CopyOnWriteArrayList<>();
        var subscription = redis.pubsub(String.class).subscribe(RedisKeys.video(video), told::add);
        // When
        log.comment("ann", video, "first");
        log.flush();
        await().atMost(PATIENCE).until(() -> told.stream().anyMatch(m -> m.contains("\"comments\":1,")));
        log.comment("bob", video, "first");
        log.flush();
        // Then
        await().atMost(PATIENCE).until(() -> told.stream().anyMatch(m -> m.contains("\"comments\":2,")));
        String change = told.stream()
                .filter(m -> m.contains("\"comments\":2,"))
                .findFirst()
                .orElseThrow();
        assertTrue(change.contains("\"words_60s\":[[\"first\",2]]"), change);
        assertTrue(!change.contains("sentiment_rate"), change);
        subscription.unsubscribe();
    }

    @Test
    void everythingIsWrittenAgainWhenRedisWasAwayAndCameBackEmpty() {
        // Given
        log.comment("ann", video, "before");
        log.flush();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertFields(Map.of("comments", "1")));
        // When
        Servers.endRedis();
        log.comment("bob", video, "meanwhile");
        log.flush();
        given().get("/q/health/ready").then().statusCode(200);
        Servers.startRedisAgain();
        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertFields(Map.of("comments", "2"));
            assertEquals(2, redis.list(String.class).llen(RedisKeys.comments(video)));
        });
        // Given: a mark that the service has seen
        redis.value(String.class).set(RedisKeys.FILLED, "run:" + UUID.randomUUID());
        long looks = looksAtTheMark();
        await().atMost(PATIENCE).until(() -> looksAtTheMark() > looks + 1);
        // When: another service finds Redis emptied and says so
        redis.flushall();
        redis.value(String.class).set(RedisKeys.FILLED, "run:" + UUID.randomUUID());
        // Then: also what was said, which is not written again with the next figures
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertFields(Map.of("comments", "2"));
            assertEquals(2, redis.list(String.class).llen(RedisKeys.comments(video)));
        });
    }

    /** How often Redis was asked for a value, which the service does for the mark alone. */
    private long looksAtTheMark() {
        return redis.execute("INFO", "commandstats")
                .toString()
                .lines()
                .filter(line -> line.startsWith("cmdstat_get:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=([0-9]+),.*", "$1")))
                .sum();
    }

    @Test
    void healthAndMetricsAreThere() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> given().get("/q/health").then().statusCode(200).body("status", equalTo("UP")));
        given().get("/q/metrics").then().statusCode(200).body(containsString("engage_sentiment_behind_ms"));
    }

    private Map<String, String> hash() {
        return redis.hash(String.class).hgetall(RedisKeys.video(video));
    }

    private void assertFields(Map<String, String> expected) {
        Map<String, String> found = hash();
        expected.forEach((name, value) -> assertEquals(value, found.get(name), name + " in " + found));
    }

    private static List<String> points() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.POINTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> points = new java.util.ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                points.add(new String(record.value(), StandardCharsets.UTF_8));
            }
            return points;
        }
    }
}
