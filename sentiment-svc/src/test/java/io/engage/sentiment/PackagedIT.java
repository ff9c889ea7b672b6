package io.engage.sentiment;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same promises for what is packaged, a jar or a native executable: it holds all it needs to do its work. */
@QuarkusIntegrationTest
@QuarkusTestResource(Servers.class)
class PackagedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String video = "packaged " + UUID.randomUUID();

    @Test
    void itCountsWordsAndScoresComments() {
        // Given
        try (Log log = new Log(Servers.kafka.bootstrapServers())) {
            // When
            for (int i = 0; i < 10; i++) {
                log.comment("user" + i, video, "GOOOOAL what a great keeper 😀");
            }
            log.flush();
        }
        // Then
        Vertx vertx = Vertx.vertx();
        try {
            RedisAPI redis = RedisAPI.api(Redis.createClient(vertx, Servers.redis.url()));
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertEquals("10", field(redis, "comments"));
                assertTrue(field(redis, "words_60s").startsWith("[[\"goal\",10],[\"great\",10]"));
                assertEquals("10", field(redis, "sentiment_sample"));
                assertTrue(Double.parseDouble(field(redis, "sentiment_60s")) > 2.5);
            });
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void itIsReadyAndSaysWhichBuildItIs() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health").statusCode() == 200);
        given().get("/q/info")
                .then()
                .statusCode(200)
                .body("name", equalTo("sentiment-svc"), "version", not(equalTo("")));
    }

    private String field(RedisAPI redis, String name) throws Exception {
        return redis.hget(RedisKeys.video(video), name)
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .toString();
    }
}
