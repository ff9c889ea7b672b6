package io.engage.terraform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.engage.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of two nodes, at work on loopback: what Terraform rendered for them and the secrets that bin/make-secrets made, taken up by the nodes'
 * own scripts; a real Kafka with TLS and SCRAM, a real Redis with TLS, and the services.
 */
@Tag("aws-emulator")
class SmallClusterIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, Integer> PORTS = Map.of(
            "portal", 8080, "ingest-svc", 8081, "metrics-svc-1", 8082, "sentiment-svc-1", 8083, "archive-svc-1", 8084);

    /** Those that this build has made. */
    private static final List<String> SERVICES = PORTS.keySet().stream()
            .filter(unit -> Files.exists(program(unit)))
            .sorted()
            .toList();

    @TempDir
    static Path folder;

    private static Node kafka;
    private static Node all;
    private static Path hosts;
    private static Path secrets;
    private static String key;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "Only Linux has all of 127.0.0.0/8 for the nodes' addresses");
        for (String program : List.of("bash", "jq", "openssl")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                    program + " is not installed");
        }
        JsonNode configurations = Plans.made().output(Plans.SMALL, "configurations");
        // Given: secrets
        secrets = folder.resolve("secrets");
        makeSecrets().expected();
        key = makeSecrets("key", "add", "backend", "server")
                .expected()
                .lines()
                .filter(line -> line.matches("[0-9a-f]{48}"))
                .findFirst()
                .orElseThrow();
        // Given: two nodes
        String network = "127." + (64 + new Random().nextInt(128)) + "." + new Random().nextInt(256) + ".";
        hosts = Files.writeString(
                folder.resolve("hosts"),
                network + "1 broker-1.kafka.engage.internal\n" + network
                        + "2 spark-master.engage.internal redis-1.redis.engage.internal"
                        + " primary.redis.engage.internal\n"
                        + "127.0.0.1 localhost "
                        + InetAddress.getLocalHost().getHostName() + "\n");
        kafka = new Node(
                        folder.resolve("broker-1"),
                        configurations.path("broker-1").asText(),
                        network + "1")
                .with(KafkaTools.install(folder, hosts));
        all = new Node(
                folder.resolve("spark-master"),
                configurations.path("spark-master").asText(),
                network + "2");
        kafka.take(secrets.resolve("kafka"));
        all.take(secrets.resolve("analytics"), secrets.resolve("web"));
        // When
        startKafka();
        startRedis();
        Stream.of("ingest", "metrics", "sentiment", "archive")
                .parallel()
                .forEach(user -> kafka.script("engage-kafka", "access", user).expected());
        for (String service : SERVICES) {
            startService(service);
        }
        for (String service : SERVICES) {
            // The archive has no bucket here, and says so.
            if (!service.equals("archive-svc-1")) {
                awaitReady(service);
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (all != null) {
            all.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    /** Promise: an event goes from the door to the portal with TLS and SCRAM all the way. */
    @Test
    void eventsReachThePortal() throws Exception {
        // When
        assertEquals(202, send(key, "v-tls").statusCode());
        // Then
        await().atMost(PATIENCE).until(() -> likes("v-tls") == 1);
    }

    /** Promise: Kafka speaks to nobody without TLS and the right password, and lets a user do its own work only. */
    @Test
    void kafkaKeepsOthersOut() throws IOException {
        String password = Files.readString(secrets.resolve("kafka/kafka-metrics"));
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
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(all.address(), 6379), 2000);
            plain.setSoTimeout(3000);
            plain.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertFalse(new String(plain.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("PONG"));
        }
    }

    /** Promise: a new key is taken and a removed one refused once ingest-svc has its settings anew. */
    @Test
    void keysAreRotated() throws Exception {
        // Given
        String fresh = makeSecrets("key", "add", "fresh", "server")
                .expected()
                .lines()
                .filter(line -> line.matches("[0-9a-f]{48}"))
                .findFirst()
                .orElseThrow();
        assertEquals(401, send(fresh, "v-keys").statusCode());
        // When: both are known for a while, then the old one goes
        takeUp("ingest-svc");
        assertEquals(202, send(key, "v-keys").statusCode());
        assertEquals(202, send(fresh, "v-keys").statusCode());
        makeSecrets("key", "remove", "backend").expected();
        takeUp("ingest-svc");
        // Then
        assertEquals(401, send(key, "v-keys").statusCode());
        assertEquals(202, send(fresh, "v-keys").statusCode());
        key = fresh;
    }

    /** Promise: the board and the rules ask for nothing but what the services export. */
    @Test
    void boardAndRulesNameWhatThereIs() throws Exception {
        // Given
        assertEquals(202, send(key, "v-board").statusCode());
        assertEquals(400, post(key, "{\"event_type\":\"applause\"}").statusCode());
        await().atMost(PATIENCE).until(() -> likes("v-board") == 1);
        Set<String> asked = askedFor();
        assertTrue(asked.size() >= 20, asked::toString);
        asked.removeIf(name -> Stream.of("sentiment-svc-1", "archive-svc-1")
                .anyMatch(unit -> !SERVICES.contains(unit) && name.startsWith("engage_" + unit.split("-")[0])));
        // Then: some are there only once partitions are
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(
                        asked,
                        asked.stream().filter(exported()::contains).collect(Collectors.toCollection(TreeSet::new))));
    }

    // --- What they ask for

    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?!\\s*[(=!~])");

    private static Set<String> exported() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (String service : SERVICES) {
            get(service, "/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        }
        return names;
    }

    private static Set<String> askedFor() throws IOException {
        Set<String> names = new TreeSet<>();
        Path folder = Path.of("..", "observability");
        JsonNode board = new ObjectMapper()
                .readTree(folder.resolve("grafana/engage.json").toFile());
        board.findValuesAsText("expr").forEach(expression -> addNames(expression, names));
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(folder.resolve("prometheus/rules.yaml").toFile());
        rules.findValuesAsText("expr").forEach(expression -> addNames(expression, names));
        return names;
    }

    private static void addNames(String expression, Set<String> names) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("(by|without|on) *\\([^)]*\\)", "")
                .replaceAll("\\$__\\w+", "");
        METRIC.matcher(bare).results().forEach(match -> names.add(match.group()));
        names.remove("histogram_quantile");
    }

    // --- The nodes

    private static Outcome makeSecrets(String... arguments) {
        Stream<String> command = Stream.concat(
                Stream.of(
                        Path.of("bin/make-secrets").toAbsolutePath().toString(),
                        "--name",
                        "engage-small",
                        "--to",
                        secrets.toString()),
                Stream.of(arguments));
        return Outcome.of(folder, Map.of(), PATIENCE, command.toList());
    }

    private static void startKafka() throws IOException {
        kafka.fill("kafka");
        kafka.script("engage-kafka", "format").expected();
        kafka.start(
                "kafka",
                Map.of("KAFKA_HEAP_OPTS", "-Xmx256m"),
                List.of(
                        folder.resolve("kafka-bin/kafka-server-start.sh").toString(),
                        kafka.settings("kafka").resolve("server.properties").toString()));
        await().atMost(PATIENCE).until(() -> isOpen(kafka.address(), 9091));
    }

    private static void startRedis() throws IOException {
        all.fill("redis-1");
        Path settings = all.settings("redis-1").resolve("redis.conf");
        // No program but Java's looks into the file of host names.
        Files.writeString(settings, Files.readString(settings).replace("redis-1.redis.engage.internal", all.address()));
        String redis = EmbeddedRedis.command(Files.createDirectories(folder.resolve("redis")), 1)
                .getFirst();
        all.start("redis-1", Map.of(), List.of(redis, settings.toString()));
        await().atMost(PATIENCE).until(() -> isOpen(all.address(), 6379));
    }

    private static void startService(String unit) throws IOException {
        all.fill(unit);
        all.start(
                unit,
                Map.of(
                        "QUARKUS_HTTP_HOST",
                        all.address(),
                        "AWS_EC2_METADATA_DISABLED",
                        "true",
                        "JDK_JAVA_OPTIONS",
                        "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + hosts),
                List.of(
                        KafkaTools.java(),
                        "-jar",
                        program(unit).toAbsolutePath().toString()));
    }

    private static Path program(String unit) {
        return Path.of("..", unit.replaceFirst("-[0-9]+$", ""), "target", "quarkus-app", "quarkus-run.jar");
    }

    /** What {@code engage-node apply} does for a unit whose secrets have changed. */
    private static void takeUp(String unit) throws Exception {
        all.take(secrets.resolve("analytics"), secrets.resolve("web"));
        all.stop(unit);
        startService(unit);
        awaitReady(unit);
    }

    private static void awaitReady(String unit) {
        try {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(unit, "/q/health/ready").statusCode() == 200);
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(unit + " is not ready: " + text(all.log(unit)) + text(kafka.log("kafka")), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static HttpResponse<String> get(String unit, String path) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(address(unit, path)).build());
    }

    private static URI address(String unit, String path) {
        return URI.create("http://" + all.address() + ":" + PORTS.get(unit) + path);
    }

    private static HttpResponse<String> send(String apiKey, String video) throws IOException, InterruptedException {
        String event = "{\"event_type\":\"%s\",\"video_id\":\"%s\",\"user_id\":\"u\",\"timestamp\":%d}";
        long now = System.currentTimeMillis();
        return post(
                apiKey, "[" + event.formatted("play", video, now) + "," + event.formatted("like", video, now) + "]");
    }

    private static HttpResponse<String> post(String apiKey, String body) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(address("ingest-svc", "/v1/events"))
                .header("X-API-Key", apiKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static int likes(String video) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("portal", "/api/videos/" + video);
        return answer.statusCode() == 200
                ? Plans.read(answer.body()).path("likes").asInt()
                : 0;
    }

    private static String scram(String user, String password) {
        return "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config="
                + "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                + "\" password=\""
                + password + "\";\n" + trust();
    }

    private static String trust() {
        return "ssl.truststore.type=PEM\nssl.truststore.location=" + secrets.resolve("kafka/ca.crt")
                + "\ndefault.api.timeout.ms=8000\nrequest.timeout.ms=6000\n";
    }

    private static Outcome topics(int port, String client, String... arguments) throws IOException {
        Path settings = Files.writeString(folder.resolve("client.properties"), client);
        Stream<String> command = Stream.concat(
                Stream.of(
                        folder.resolve("kafka-bin/kafka-topics.sh").toString(),
                        "--bootstrap-server",
                        "broker-1.kafka.engage.internal:" + port,
                        "--command-config",
                        settings.toString()),
                Stream.of(arguments));
        return Outcome.of(folder, Map.of(), PATIENCE, command.toList());
    }

    private static void refused(String why, Outcome outcome) {
        assertFalse(outcome.exit() == 0, outcome::output);
        assertTrue(outcome.output().contains(why), outcome::output);
    }
}
