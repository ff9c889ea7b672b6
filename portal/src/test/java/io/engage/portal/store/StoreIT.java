package io.engage.portal.store;

import io.engage.embedded.EmbeddedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise: however a connection to Redis breaks, the next reads are answered once Redis is there. */
class StoreIT {
    private static final List<Request> PING = List.of(Request.cmd(Command.PING));

    static {
        // As in production: where a connection is closed twice, an assertion would leave it in the pool for ever.
        Redis.class.getClassLoader().setPackageAssertionStatus("io.vertx.redis.client.impl", false);
    }

    private EmbeddedRedis server;
    private ResettingProxy proxy;
    private Vertx vertx;
    private Redis redis;
    private Store store;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedRedis.startTemporary();
        proxy = new ResettingProxy(server.port());
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + proxy.port());
        store = new Store(redis, Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        proxy.close();
        server.close();
    }

    @Test
    void connectionsAreReset() {
        for (int round = 0; round < 50; round++) {
            // Given
            awaitPong();
            // When: what is open breaks, and what is opened breaks as soon as it was greeted
            proxy.resetFromNowOn(true);
            for (int i = 0; i < 3; i++) {
                try {
                    store.ask(PING);
                } catch (StoreAway e) {
                    // As it should be.
                }
            }
            proxy.resetFromNowOn(false);
            // Then
            awaitPong();
        }
    }

    private void awaitPong() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> ask().equals("PONG"));
    }

    private String ask() {
        return store.ask(PING).getFirst().toString();
    }
}
