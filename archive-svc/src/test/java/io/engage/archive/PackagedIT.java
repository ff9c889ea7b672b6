package io.engage.archive;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The same promises for what is packaged, a jar or a native executable: it holds all it needs to do its work. */
@QuarkusIntegrationTest
@QuarkusTestResource(PackagedIT.Surroundings.class)
class PackagedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path folder;
    private static String bootstrapServers;

    @Test
    void everyRecordComesIntoTheBucket() {
        // Given
        List<String> values = IntStream.range(0, 50)
                .mapToObj(i -> "{\"event_type\":\"like\",\"number\":" + i + "}")
                .toList();
        // When
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", "zstd"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(
                        Topics.REACTIONS,
                        "v".getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertEquals(values, archived()));
    }

    @Test
    void itIsReadyAndSaysWhichBuildItIs() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health").statusCode() == 200);
        given().get("/q/info").then().statusCode(200).body("name", equalTo("archive-svc"), "version", not(equalTo("")));
    }

    private static List<String> archived() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("s3"))) {
            for (Path file : files.filter(path -> path.toString().contains(Topics.REACTIONS)
                            && path.toString().endsWith(".ndjson.gz"))
                    .sorted(Comparator.comparingLong(PackagedIT::firstOffset))
                    .toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(lines::add);
                }
            }
        }
        return lines;
    }

    private static long firstOffset(Path file) {
        return Long.parseLong(file.toString().replaceAll(".*-(\\d+)\\.ndjson\\.gz$", "$1"));
    }

    /** A real Kafka and a real S3. */
    public static final class Surroundings implements QuarkusTestResourceLifecycleManager {
        private EmbeddedKafka kafka;
        private Processes processes;

        @Override
        public Map<String, String> start() {
            try {
                folder = Files.createTempDirectory("engage-archive-packaged");
                kafka = EmbeddedKafka.startTemporary();
                bootstrapServers = kafka.bootstrapServers();
                NewTopics.create(bootstrapServers, Topics.ALL, 1);
                processes = new Processes(folder, bootstrapServers);
                processes.s3();
            } catch (Exception e) {
                throw new IllegalStateException("The surroundings of the test do not start", e);
            }
            return Map.of(
                    "kafka.bootstrap.servers", bootstrapServers,
                    "aws.accessKeyId", "local",
                    "aws.secretAccessKey", "local",
                    "engage.archive.endpoint", processes.endpoint(),
                    "engage.archive.path-style", "true",
                    "engage.archive.create-bucket", "true",
                    "engage.archive.max-age", "500ms",
                    "engage.archive.buffer-dir", folder.resolve("open").toString());
        }

        @Override
        public void stop() {
            try {
                processes.close();
                kafka.close();
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
