package io.engage.metrics;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real Kafka and a real Redis beside the service under test. */
public final class Servers implements QuarkusTestResourceLifecycleManager {
    static EmbeddedKafka kafka;
    static EmbeddedRedis redis;

    @Override
    public Map<String, String> start() {
        kafka = EmbeddedKafka.startTemporary();
        redis = EmbeddedRedis.startTemporary();
        NewTopics.create(kafka.bootstrapServers(), Topics.ALL, 4);
        return Map.of("kafka.bootstrap.servers", kafka.bootstrapServers(), "quarkus.redis.hosts", redis.url());
    }

    /** Ends Redis, with all it holds. */
    static void endRedis() {
        redis.close();
    }

    /** Starts Redis again where it was, empty. */
    static void startRedisAgain() {
        redis = EmbeddedRedis.startTemporary(redis.port());
    }

    @Override
    public void stop() {
        redis.close();
        kafka.close();
    }
}
