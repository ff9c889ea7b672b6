package io.engage.metrics;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.events.Event;
import io.engage.events.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same promises for what is packaged, a jar or a native executable: it holds all it needs to do its work. */
@QuarkusIntegrationTest
@QuarkusTestResource(Servers.class)
class PackagedIT {
    private final String video = "packaged " + UUID.randomUUID();

    @Test
    void itCountsAndPublishes() {
        // Given
        Map<String, String> expected =
                Map.of("viewers", "1", "views", "2", "unique_viewers", "2", "likes", "30", "dislikes", "1");
        // When
        try (Log log = new Log(Servers.kafka.bootstrapServers())) {
            log.append(new Event.Play(Log.by("u1", video, "s1")));
            log.append(new Event.Play(Log.by("u2", video, null)));
            log.append(new Event.Leave(Log.by("u2", video, null)));
            for (int i = 0; i < 30; i++) {
                log.append(new Event.Like(Log.by("u" + i, video, null)));
            }
            log.append(new Event.Dislike(Log.by("u1", video, null)));
            log.flush();
        }
        // Then
        Vertx vertx = Vertx.vertx();
        try {
            RedisAPI redis = RedisAPI.api(Redis.createClient(vertx, Servers.redis.url()));
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                Map<String, String> held = new TreeMap<>();
                for (String field : expected.keySet()) {
                    held.put(
                            field,
                            redis.hget(RedisKeys.video(video), field)
                                    .toCompletionStage()
                                    .toCompletableFuture()
                                    .get(5, TimeUnit.SECONDS)
                                    .toString());
                }
                assertEquals(new TreeMap<>(expected), held);
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void itIsReadyAndSaysWhichBuildItIs() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health").statusCode() == 200);
        given().get("/q/info").then().statusCode(200).body("name", equalTo("metrics-svc"), "version", not(equalTo("")));
    }
}
