package io.engage.batch.restore;

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
import io.engage.embedded.FreePort;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore into a Kafka that lets in only those who log in, over TLS. */
class RestoreSecurelyIT {
    private static final String STORE_PASSWORD = "of-the-store";

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
        int port = FreePort.find();
        Path store = keyStore();
        try (EmbeddedKafka kafka =
                EmbeddedKafka.startTemporary(new EmbeddedKafka.SecureListener(port, store, STORE_PASSWORD))) {
            prepare(kafka.bootstrapServers());
            // When
            Restore.Outcome first = restore(port, settings(store, "", "secret"));
            Restore.Outcome second = restore(port, settings(store, "kafka.", "secret"));
            IOException refused = assertThrows(IOException.class, () -> restore(port, settings(store, "", "guessed")));
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

    private Path settings(Path store, String prefix, String password) throws IOException {
        return Files.write(
                folder.resolve("kafka.properties"),
                List.of(
                        prefix + "bootstrap.servers=127.0.0.1:1",
                        prefix + "security.protocol=SASL_SSL",
                        prefix + "sasl.mechanism=SCRAM-SHA-512",
                        prefix + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"batch\" password=\"" + password + "\";",
                        prefix + "ssl.truststore.type=PKCS12",
                        prefix + "ssl.truststore.location=" + store,
                        prefix + "ssl.truststore.password=" + STORE_PASSWORD));
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

    /** A certificate for loopback, signed by itself, which the clients trust. */
    private Path keyStore() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD,
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertEquals(0, keytool.waitFor(), () -> "keytool failed");
        return store;
    }
}
