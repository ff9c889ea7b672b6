package io.engage.history;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.NewTopics;
import io.engage.events.RedisKeys;
import io.engage.events.Topics;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of the histories that are written again, with a real Kafka and a real Redis. */
class HistoryFillerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String VIDEO = "v";

    private long now;
    private EmbeddedKafka kafka;
    private EmbeddedRedis redisServer;
    private Vertx vertx;
    private Redis redis;
    private KafkaProducer<byte[], byte[]> producer;
    private HistoryFiller filler;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.startTemporary();
        redisServer = EmbeddedRedis.startTemporary();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, redisServer.url());
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        NewTopics.create(kafka.bootstrapServers(), List.of(Topics.POINTS), 2);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "points"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        filler = new HistoryFiller(settings, redis, Set.of("viewers"), Clock.systemUTC());
        now = Math.floorDiv(System.currentTimeMillis() / 1000, 10) * 10;
    }

    @AfterEach
    void stop() {
        filler.close();
        producer.close(Duration.ZERO);
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redisServer.close();
        kafka.close();
    }

    private void point(String metric, long slot, int viewers) {
        producer.send(new ProducerRecord<>(
                Topics.POINTS,
                VIDEO.getBytes(StandardCharsets.UTF_8),
                Point.json(VIDEO, metric, slot, "{\"viewers\":" + viewers + "}")));
    }

    private String inRedis(String metric, long slot) {
        Response value = send(
                Request.cmd(Command.HGET).arg(RedisKeys.history(metric, VIDEO)).arg(slot));
        return value == null ? null : value.toString();
    }

    private Response send(Request request) {
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }

    /** Promise: a point that was in Redis a moment before it was committed to the log does not get lost with Redis. */
    @Test
    void aPointThatIsCommittedDuringTheFillingIsWritten() {
        // Given
        producer.beginTransaction();
        point("viewers", now - 600, 1);
        point("other", now - 600, 2);
        producer.commitTransaction();
        producer.beginTransaction();
        point("viewers", now - 10, 3);
        producer.flush();
        // When
        filler.fill();
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("{\"viewers\":1}", inRedis("viewers", now - 600)));
        producer.commitTransaction();
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("{\"viewers\":3}", inRedis("viewers", now - 10)));
        assertNull(inRedis("other", now - 600));
    }

    /** Promise: what a service wrote of the last minute is newer than the log, and stays. */
    @Test
    void aYoungPointThatStandsInRedisIsLeftAlone() {
        // Given
        producer.beginTransaction();
        point("viewers", now - 600, 1);
        point("viewers", now - 20, 1);
        point("viewers", now - 10, 1);
        producer.commitTransaction();
        for (long slot : new long[] {now - 600, now - 20}) {
            send(Request.cmd(Command.HSET)
                    .arg(RedisKeys.history("viewers", VIDEO))
                    .arg(slot)
                    .arg("{\"viewers\":9}"));
        }
        // When
        filler.fill();
        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("{\"viewers\":1}", inRedis("viewers", now - 10)));
        assertEquals("{\"viewers\":9}", inRedis("viewers", now - 20));
        assertEquals("{\"viewers\":1}", inRedis("viewers", now - 600));
    }
}
