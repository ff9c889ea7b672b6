package io.engage.sentiment;

import static org.awaitility.Awaitility.await;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that lets in only those who log in, over TLS. */
class LoginIT {
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    /** Promise: an instance that was started before its user was made counts and saves its totals once it may log in. */
    @Test
    void theUserIsMadeAfterTheStart() throws Exception {
        EmbeddedKafka.SecureListener listener = EmbeddedKafka.SecureListener.onFreePort(folder);
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary(listener);
                EmbeddedRedis redis = EmbeddedRedis.startTemporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Given
            NewTopics.create(kafka.bootstrapServers(), Topics.ALL, PARTITIONS);
            try (Instance instance = Instance.start("one", listener.client("sentiment", "secret"), redis.url());
                    Log log = new Log(kafka.bootstrapServers())) {
                await().atMost(PATIENCE).until(() -> instance.isWaiting());
                // When
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                "sentiment", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "secret")))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                log.comment("u", "v", "what a goal");
                log.flush();
                // Then
                await().atMost(PATIENCE).until(() -> instance.metric("engage_sentiment_comments_total") == 1);
                await().atMost(PATIENCE).ignoreExceptions().until(() -> totals(admin) > 0);
            }
        }
    }

    /** How many records the topic of totals has. */
    private static long totals(Admin admin) throws Exception {
        return admin
                .listOffsets(IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new TopicPartition("engage.comments.totals", partition))
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all()
                .get(30, TimeUnit.SECONDS)
                .values()
                .stream()
                .mapToLong(result -> result.offset())
                .sum();
    }
}
