package io.engage.terraform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of two nodes, at work on loopback: a real Kafka with TLS and SCRAM, a real Redis with TLS, and the services. */
@Tag("aws-emulator")
class SmallClusterIT {
    private static final String KAFKA = "broker-1";
    private static final String ALL = "spark-master";
    private static final Map<String, Integer> PORTS = Map.of(
            "portal", 8080, "ingest-svc", 8081, "metrics-svc-1", 8082, "sentiment-svc-1", 8083, "archive-svc-1", 8084);

    private static final List<String> SERVICES =
            PORTS.keySet().stream().filter(Cluster::isBuilt).sorted().toList();

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        cluster = new Cluster(folder, Plans.SMALL);
        key = cluster.makeKey("backend");
        cluster.configure(Plans.SMALL, KAFKA);
        cluster.configure(Plans.SMALL, ALL);
        cluster.start(KAFKA, "kafka");
        cluster.start(ALL, "redis-1");
        cluster.awaitWell(KAFKA, "kafka");
        cluster.node(KAFKA)
                .script("engage-kafka", "access", "ingest", "metrics", "sentiment", "archive")
                .expected();
        for (String service : SERVICES) {
            cluster.start(ALL, service);
        }
        for (String service : SERVICES) {
            // The archive has no bucket here, and says so.
            if (!service.equals("archive-svc-1")) {
                cluster.awaitWell(ALL, service);
            }
        }
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Promise: an event goes from the door to the portal with TLS and SCRAM all the way, and figures are exact. */
    @Test
    void eventsReachThePortal() throws Exception {
        // When
        for (int i = 0; i < 140; i++) {
            assertEquals(202, send(key, "v-tls").statusCode());
        }
        // Then
        await().atMost(Cluster.PATIENCE).until(() -> likes("v-tls") == 140);
        assertEquals(140, video("v-tls").path("views").asInt());
    }

    /** Promise: Kafka speaks to nobody without TLS and the right password, and lets a user do its own work only. */
    @Test
    void kafkaKeepsOthersOut() throws IOException {
        String password = Files.readString(cluster.secrets().resolve("kafka/kafka-metrics"));
        // Its own work
        Outcome own = topics(9092, scram("metrics", password), "--list");
        assertEquals(0, own.exit(), own::output);
        assertTrue(own.output().contains("engage.views"), own::output);
        // A wrong password
        refused("SaslAuthenticationException", topics(9092, scram("metrics", "guessed"), "--list"));
        // Another one's work
        refused(
                "TopicAuthorizationException",
                topics(9092, scram("metrics", password), "--create", "--topic", "engage.comments.totals"));
        // Between brokers nobody without a certificate
        refused("SSL", topics(9091, "security.protocol=SSL\n" + trust(), "--list"));
    }

    /** Promise: Redis wants TLS and the password. */
    @Test
    void redisKeepsOthersOut() throws IOException {
        assertFalse(answerWithoutTls().contains("PONG"));
        try (Redis redis = new Redis(cluster.node(ALL).address(), cluster.secrets())) {
            assertTrue(redis.ask("PING").startsWith("-NOAUTH"));
            assertEquals("+OK", redis.authenticate());
            assertEquals("+PONG", redis.ask("PING"));
        }
    }

    private static String answerWithoutTls() throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(cluster.node(ALL).address(), 6379), 2000);
            plain.setSoTimeout(3000);
            plain.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "broken off";
        }
    }

    /** Promise: a new key is taken and a removed one refused once ingest-svc has its settings anew. */
    @Test
    void keysAreRotated() throws Exception {
        // Given
        String old = cluster.makeKey("old");
        String fresh = cluster.makeKey("fresh");
        assertEquals(401, send(fresh, "v-keys").statusCode());
        // When: both are known for a while, then the old one goes
        cluster.roll(ALL, "ingest-svc");
        assertEquals(202, send(old, "v-keys").statusCode());
        assertEquals(202, send(fresh, "v-keys").statusCode());
        cluster.makeSecrets("key", "remove", "old").expected();
        cluster.roll(ALL, "ingest-svc");
        // Then
        assertEquals(401, send(old, "v-keys").statusCode());
        assertEquals(202, send(fresh, "v-keys").statusCode());
    }

    // --- What is asked of the nodes

    private static String address(String unit, String path) {
        return "http://" + cluster.node(ALL).address() + ":" + PORTS.get(unit) + path;
    }

    private static HttpResponse<String> send(String apiKey, String video) throws IOException, InterruptedException {
        String event =
                "{\"event_type\":\"%s\",\"video_id\":\"%s\",\"user_id\":\"u\",\"timestamp\":%d,\"event_id\":\"%s\"}";
        long now = System.currentTimeMillis();
        long id = System.nanoTime();
        return Cluster.post(
                address("ingest-svc", "/v1/events"),
                apiKey,
                "[" + event.formatted("play", video, now, "p" + id) + ","
                        + event.formatted("like", video, now, "l" + id) + "]");
    }

    private static int likes(String video) throws IOException, InterruptedException {
        return video(video).path("likes").asInt();
    }

    private static JsonNode video(String video) throws IOException, InterruptedException {
        return Plans.read(Cluster.get(address("portal", "/api/videos/" + video)).body());
    }

    private static String scram(String user, String password) {
        return "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config="
                + "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                + "\" password=\""
                + password + "\";\n" + trust();
    }

    private static String trust() {
        return "ssl.truststore.type=PEM\nssl.truststore.location="
                + cluster.secrets().resolve("kafka/ca.crt")
                + "\ndefault.api.timeout.ms=8000\nrequest.timeout.ms=6000\n";
    }

    private static Outcome topics(int port, String client, String... arguments) throws IOException {
        Path settings = Files.writeString(folder.resolve("client.properties"), client);
        Stream<String> command = Stream.concat(
                Stream.of(
                        folder.resolve("kafka/kafka-topics.sh").toString(),
                        "--bootstrap-server",
                        "broker-1.kafka.engage.internal:" + port,
                        "--command-config",
                        settings.toString()),
                Stream.of(arguments));
        return Outcome.of(folder, Map.of(), Cluster.PATIENCE, command.toList());
    }

    private static void refused(String why, Outcome outcome) {
        assertFalse(outcome.exit() == 0, outcome::output);
        assertTrue(outcome.output().contains(why), outcome::output);
    }
}
