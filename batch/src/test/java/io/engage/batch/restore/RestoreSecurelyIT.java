package io.engage.batch.restore;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.RawArchive;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.Rows;
import io.engage.batch.TestSpark;
import io.engage.batch.archive.Archive;
import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore into a Kafka that lets in only those who log in, over TLS. */
class RestoreSecurelyIT {
    @TempDir
    private Path folder;

    /** Promise: settings for TLS and SCRAM are read from a file, in Kafka's words and in those of the services, and no secret gets into a message. */
    @Test
    void logsIn() throws Exception {
        // Given
        new RawArchive(folder)
                .add(
                        new Source(Topics.REACTIONS, 0),
                        new Entry(10, Rows.json("a", "like", "V", "u", null, 9)),
                        new Entry(11, Rows.json("b", "like", "V", "u", null, 10)));
        EmbeddedKafka.SecureListener listener = EmbeddedKafka.SecureListener.onFreePort(folder);
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary(listener)) {
            prepare(kafka.bootstrapServers());
            awaitLogin(listener);
            // When
            Restore.Outcome first = restore(listener.port(), settings(listener, "", "secret"));
            Restore.Outcome second = restore(listener.port(), settings(listener, "kafka.", "secret"));
            IOException refused =
                    assertThrows(IOException.class, () -> restore(listener.port(), settings(listener, "", "guessed")));
            // Then
            assertEquals(List.of(new Restore.Outcome(2, 0), new Restore.Outcome(0, 2)), List.of(first, second));
            assertTrue(refused.getMessage().contains("invalid credentials"), refused.getMessage());
            assertFalse(refused.getMessage().contains("guessed"), refused.getMessage());
        }
    }

    private Restore.Outcome restore(int port, Path settings) throws Exception {
        return new Restore(
                        TestSpark.archive(folder),
                        KafkaCluster.of("127.0.0.1:" + port, settings),
                        Archive.EVENTS,
                        line -> {})
                .run(Hour.FIRST, Hour.END, new Move.AsItWas(), 0);
    }

    private Path settings(EmbeddedKafka.SecureListener listener, String prefix, String password) throws IOException {
        return Files.write(
                folder.resolve("kafka.properties"),
                listener.client("batch", password).entrySet().stream()
                        // Where Kafka is, is said elsewhere.
                        .map(entry -> prefix + entry.getKey() + "="
                                + (entry.getKey().equals("bootstrap.servers") ? "127.0.0.1:1" : entry.getValue()))
                        .toList());
    }

    /** The broker learns of a new user a moment after its controller. */
    private static void awaitLogin(EmbeddedKafka.SecureListener listener) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            try (Admin admin = Admin.create(Map.<String, Object>copyOf(listener.client("batch", "secret")))) {
                return !admin.listTopics().names().get(20, TimeUnit.SECONDS).isEmpty();
            }
        });
    }

    private static void prepare(String open) throws Exception {
        NewTopics.create(open, Archive.EVENTS, 1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", open))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "batch", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "secret")))
                    .all()
                    .get();
        }
    }
}
