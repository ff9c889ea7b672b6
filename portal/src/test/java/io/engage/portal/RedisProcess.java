package io.engage.portal;

import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.embedded.TemporaryFolder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real Redis for the portal under test, on a port that stays the same when it is killed and started again. */
public final class RedisProcess implements QuarkusTestResourceLifecycleManager {
    private static EmbeddedRedis redis;
    private static int port;
    private static TemporaryFolder folder;

    @Override
    public Map<String, String> start() {
        folder = TemporaryFolder.create("engage-portal-redis");
        port = FreePort.find();
        startRedis();
        return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + port);
    }

    /** Starts Redis, empty. */
    public static void startRedis() {
        redis = EmbeddedRedis.start(folder.path(), port);
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
        folder.delete();
    }
}
