package io.engage.ingest.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.embedded.EmbeddedKafka;
import io.engage.events.Topics;
import io.engage.ingest.IngestConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Promises on topics: what is missing is created as configured, what exists is left alone, and a wrong clock is reported. */
class TopicSetupIT {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final TopicSetup setup = new TopicSetup(new IngestConfig.Topics() {
        @Override
        public int partitions() {
            return 3;
        }

        @Override
        public Optional<Short> replicationFactor() {
            return Optional.empty();
        }

        @Override
        public Duration retention() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration pointsRetention() {
            return Duration.ofHours(48);
        }
    });

    @Test
    void topicsAreCreatedOnceAndAWrongOneIsReported() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Given a topic that somebody made before, with the sender's clock
            admin.createTopics(List.of(new NewTopic(Topics.VIEWS, 1, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);

            // When
            Optional<String> wrong = ensure(admin);

            // Then
            assertTrue(wrong.orElseThrow().contains("arrival"));
            assertTrue(
                    wrong.orElseThrow().endsWith(": engage.views; set their message.timestamp.type to LogAppendTime"));
            assertEquals(new HashSet<>(Topics.ALL), admin.listTopics().names().get(60, TimeUnit.SECONDS));
            assertEquals(1, partitions(admin, Topics.VIEWS));
            assertEquals(3, partitions(admin, Topics.REACTIONS));
            assertEquals("LogAppendTime", setting(admin, Topics.POINTS, "message.timestamp.type"));
            assertEquals("172800000", setting(admin, Topics.POINTS, "retention.ms"));
            assertEquals("604800000", setting(admin, Topics.COMMENTS, "retention.ms"));

            // When it is put right
            admin.incrementalAlterConfigs(Map.of(
                            topic(Topics.VIEWS),
                            Set.of(new AlterConfigOp(
                                    new ConfigEntry("message.timestamp.type", "LogAppendTime"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get(60, TimeUnit.SECONDS);

            // Then
            await().atMost(WITHIN).until(() -> ensure(admin).isEmpty());
        }
    }

    /** As the service does: a broker may not know yet what its controller has just created. */
    private Optional<String> ensure(Admin admin) {
        AtomicReference<Optional<String>> wrong = new AtomicReference<>();
        await().atMost(WITHIN)
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> {
                    wrong.set(setup.ensure(admin, WITHIN));
                    return true;
                });
        return wrong.get();
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(60, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .size();
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        Config config = admin.describeConfigs(List.of(topic(topic)))
                .all()
                .get(60, TimeUnit.SECONDS)
                .get(topic(topic));
        return config.get(name).value();
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }
}
