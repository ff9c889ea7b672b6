package io.engage.sentiment;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real Kafka and a real Redis beside the service under test. */
public final class Servers implements QuarkusTestResourceLifecycleManager {
    static EmbeddedKafka kafka;
    static EmbeddedRedis redis;
    private static Path redisFolder;

    @Override
    public Map<String, String> start() {
        try {
            redisFolder = Files.createTempDirectory("engage-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.startTemporary();
        redis = EmbeddedRedis.start(redisFolder, FreePort.find());
        NewTopics.create(kafka.bootstrapServers(), Topics.ALL, 4);
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "quarkus.redis.hosts", redis.url());
    }

    /** Ends Redis, with all it holds. */
    static void endRedis() {
        redis.close();
    }

    /** Starts Redis again where it was, empty. */
    static void startRedisAgain() {
        redis = EmbeddedRedis.start(redisFolder, redis.port());
    }

    @Override
    public void stop() {
        redis.close();
        kafka.close();
    }
}
