package io.engage.portal;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The portal with a real Redis, which is empty when a test begins. */
@QuarkusTest
@QuarkusTestResource(RedisProcess.class)
public abstract class PortalIT {
    @ConfigProperty(name = "quarkus.http.test-port")
    protected int port;

    protected RedisSocket redis;

    @BeforeEach
    void empty() {
        redis = RedisProcess.connect();
        redis.send("FLUSHALL");
        // Lists, and what the streams of the test before knew of their videos, are remembered for a moment yet.
        await("/api/videos", answer -> answer.body().contains("\"total\":0,"));
        awaitNobodyWatches();
    }

    /** Waits until the portal has noticed that the streams of single videos are closed. */
    protected void awaitNobodyWatches() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> List.of().equals(redis.send("PUBSUB", "CHANNELS")));
    }

    @AfterEach
    void close() {
        redis.close();
    }

    /** Asks until the answer is the expected one: a list may be a second old. */
    protected void await(String path, Predicate<RawHttp.Answer> expected) {
        Awaitility.await(path)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> expected.test(get(path)));
    }

    protected RawHttp.Answer get(String path, String... headers) {
        return RawHttp.get(port, path, headers);
    }
}
