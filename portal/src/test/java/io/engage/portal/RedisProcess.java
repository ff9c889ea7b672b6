package io.engage.portal;

import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real Redis for the portal under test, on a port that stays the same when it is killed and started again. */
public final class RedisProcess implements QuarkusTestResourceLifecycleManager {
    private static EmbeddedRedis redis;
    private static int port;
    private static Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("engage-portal-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = FreePort.find();
        startRedis();
        // Longer than a busy machine pauses; people wait two seconds.
        return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + port, "quarkus.redis.timeout", "5s");
    }

    /** Starts Redis, empty. */
    public static void startRedis() {
        redis = EmbeddedRedis.start(directory, port);
    }

    /** Ends Redis; what it held is gone. */
    public static void stopRedis() {
        redis.close();
        redis = null;
    }

    /** A connection to it. */
    public static RedisSocket connect() {
        return new RedisSocket(port);
    }

    @Override
    public void stop() {
        if (redis != null) {
            stopRedis();
        }
    }
}
