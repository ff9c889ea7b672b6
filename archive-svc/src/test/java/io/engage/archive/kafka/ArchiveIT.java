package io.engage.archive.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.engage.archive.Processes;
import io.engage.archive.bucket.Connection;
import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.verify.ArchivedFile;
import io.engage.archive.verify.Chain;
import io.engage.archive.verify.Shelf;
import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.FreePort;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The built service against a real Kafka and a real S3. */
class ArchiveIT {
    private static final int PARTITIONS = 2;
    private static final String GROUP = "archive";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private Processes processes;
    private Admin admin;
    private long produced;

    @BeforeEach
    void start() throws Exception {
        // The S3 client of this test takes its credentials from here, as those of the processes do.
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        kafka = EmbeddedKafka.startTemporary();
        processes = new Processes(folder, kafka.bootstrapServers());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        NewTopics.create(kafka.bootstrapServers(), Topics.ALL, PARTITIONS);
    }

    @AfterEach
    void stop() throws Exception {
        processes.close();
        admin.close();
        kafka.close();
    }

    /**
     * Promise: with services killed, with one that sleeps while another takes its place and wakes up late, with the bucket away for
     * a while, each record ends up in the bucket exactly once, with its very bytes.
     */
    @Test
    void everyRecordExactlyOnce() throws Exception {
        String[] quick = {"-Dengage.archive.max-age=500ms", "-Dengage.archive.max-bytes=200K"};
        // Given: a service at work
        Process s3 = processes.s3();
        Process first = processes.archive("first", quick);
        produce(3_000);
        awaitArchived();
        // When: it sleeps, another takes over, and it wakes up late with what it had collected
        Processes.signal("STOP", first);
        produce(2_000);
        Process second = processes.archive("second", quick);
        awaitArchived();
        produce(2_000);
        Processes.signal("CONT", first);
        awaitArchived();
        // And: both share the work, and one is killed
        produce(1_000);
        second.destroyForcibly().waitFor();
        produce(1_000);
        second = processes.archive("second", quick);
        awaitArchived();
        // And: the bucket is away while records come in
        s3.destroyForcibly().waitFor();
        produce(3_000);
        awaitLog("was not stored");
        first.destroyForcibly().waitFor();
        produce(1_000);
        processes.s3();
        awaitArchived();
        // And: the end in peace, long before the last file would be due
        second.destroyForcibly().waitFor();
        int port = FreePort.find();
        Process last = processes.archive("last", "-Dengage.archive.max-age=1H", "-Dquarkus.http.port=" + port);
        produce(500);
        awaitRead(port);
        Processes.signal("TERM", last);
        assertTrue(last.waitFor(60, TimeUnit.SECONDS));
        // Then
        assertEquals(logged(), archived());
        awaitArchived();
    }

    /**
     * Promise: while the bucket is away, the service holds one file for each partition on disk and little in memory, whatever waits in
     * Kafka; its health says why, its metrics how much; and when the bucket is back, all goes there by itself.
     */
    @Test
    void holdsLittleWhileTheBucketIsAway() throws Exception {
        // Given: no bucket, and more records than the heap could hold
        int maxBytes = 1 << 20;
        int port = FreePort.find();
        Process service = processes.archive(
                "bounded",
                "-Xmx56m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dengage.archive.max-bytes=" + maxBytes,
                "-Dengage.archive.max-age=2s",
                "-Dengage.archive.unready-after=1s",
                "-Dquarkus.http.port=" + port);
        int records = 60_000;
        produceLarge(records);
        // When
        awaitAnswer(port, "/q/health/ready", 503, "engage.views-0");
        await().atMost(LONG).ignoreExceptions().until(() -> sum(port, "engage_archive_lag_records") == records);
        // Then
        assertTrue(ask(port, "/q/health/ready").body().contains("S3 did not answer"));
        assertTrue(sum(port, "engage_archive_age_seconds") > 0);
        assertTrue(sum(port, "engage_archive_position") * 1000 <= (maxBytes + 1000L) * Topics.ALL.size() * PARTITIONS);
        assertTrue(openBytes(service) <= (long) maxBytes * Topics.ALL.size() * PARTITIONS);
        // And
        processes.s3();
        awaitArchived();
        awaitAnswer(port, "/q/health/ready", 200, "UP");
        assertTrue(service.isAlive());
        try (S3Client s3 = s3Client()) {
            List<Chain> chains =
                    Chain.of(new Shelf(s3, "engage-archive", "").list(new Hour(0), new Hour(Integer.MAX_VALUE), true));
            chains.forEach(chain -> assertTrue(chain.isClean(), chain::toString));
            assertEquals(records, chains.stream().mapToLong(Chain::records).sum());
        }
    }

    private void produceLarge(int n) {
        byte[] value = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < n; i++) {
                var _ = producer.send(new ProducerRecord<>(
                        Topics.ALL.get(i % Topics.ALL.size()), i / Topics.ALL.size() % PARTITIONS, null, value));
            }
        }
    }

    /** The bytes of the nameless files that a process has open. */
    private static long openBytes(Process process) throws IOException {
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        assumeTrue(Files.exists(descriptors), "Only Linux shows the files of a process");
        long bytes = 0;
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path each : all.toList()) {
                try {
                    if (Files.readSymbolicLink(each).toString().contains(".part")) {
                        bytes += Files.size(each);
                    }
                } catch (NoSuchFileException e) {
                    // It was closed since the list was made.
                }
            }
        }
        return bytes;
    }

    /** Waits until the service has read all, be it in the bucket or not. */
    private void awaitRead(int port) {
        long records =
                lastRecords().values().stream().mapToLong(Long::longValue).sum();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> sum(port, "engage_archive_position") == records);
    }

    private static HttpResponse<String> ask(int port, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitAnswer(int port, String path, int status, String text) {
        await().atMost(LONG).ignoreExceptions().until(() -> {
            HttpResponse<String> answer = ask(port, path);
            return answer.statusCode() == status && answer.body().contains(text);
        });
    }

    /** The sum of a metric over all partitions. */
    private static double sum(int port, String metric) throws Exception {
        return Pattern.compile("^" + metric + "\\{.*} (\\S+)$", Pattern.MULTILINE)
                .matcher(ask(port, "/q/metrics").body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private void awaitLog(String text) {
        await().atMost(LONG)
                .until(() -> processes.log("first").contains(text)
                        || processes.log("second").contains(text));
    }

    /** Waits until everything in the log is committed, which only happens behind a file. */
    private void awaitArchived() throws Exception {
        Map<TopicPartition, Long> ends = lastRecords();
        await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .allMatch(end -> committed.get(end.getKey()) != null
                            && committed.get(end.getKey()).offset() >= end.getValue());
        });
    }

    private void produce(int n) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("linger.ms", "1");
        Properties transactional = new Properties();
        transactional.putAll(settings);
        transactional.put("transactional.id", "points");
        try (KafkaProducer<byte[], byte[]> plain =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                KafkaProducer<byte[], byte[]> points =
                        new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            points.initTransactions();
            points.beginTransaction();
            for (int i = 0; i < n; i++) {
                String topic = Topics.ALL.get(i % Topics.ALL.size());
                long number = produced++;
                byte[] value = ("{\"n\":" + number + ",\"text\":\"" + "é".repeat((int) (number % 40)) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, (int) (number / 5 % PARTITIONS), null, value);
                if (topic.equals(Topics.POINTS)) {
                    var _ = points.send(record);
                    if (number % 35 == 4) {
                        if (number % 2 == 0) {
                            points.abortTransaction();
                        } else {
                            points.commitTransaction();
                        }
                        points.beginTransaction();
                    }
                } else {
                    var _ = plain.send(record);
                }
            }
            points.commitTransaction();
        }
        awaitMarkers();
    }

    /** Until then the ends of the last transactions are on their way, and who reads what is committed stops before them. */
    private void awaitMarkers() {
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> ends(IsolationLevel.READ_COMMITTED).equals(ends(IsolationLevel.READ_UNCOMMITTED)));
    }

    private Map<TopicPartition, Long> ends(IsolationLevel level) throws Exception {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (String topic : Topics.ALL) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(all, new ListOffsetsOptions(level))
                .all()
                .get(60, TimeUnit.SECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The offset behind the last record of each partition. */
    private Map<TopicPartition, Long> lastRecords() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        read().forEach((name, record) ->
                ends.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        return ends;
    }

    private Map<String, ConsumerRecord<byte[], byte[]>> read() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("isolation.level", "read_committed");
        Map<String, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : Topics.ALL) {
                for (int i = 0; i < PARTITIONS; i++) {
                    partitions.add(new TopicPartition(topic, i));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> records.put(
                                "%s-%d-%09d".formatted(record.topic(), record.partition(), record.offset()), record));
            }
        }
        return records;
    }

    private List<String> logged() {
        List<String> lines = new ArrayList<>();
        read().forEach((name, record) ->
                lines.add(name + "@" + record.timestamp() + " " + new String(record.value(), StandardCharsets.UTF_8)));
        return lines;
    }

    private List<String> archived() throws Exception {
        List<String> lines = new ArrayList<>();
        try (S3Client s3 = s3Client()) {
            List<ArchivedFile> files = new ArrayList<>(
                    new Shelf(s3, "engage-archive", "").list(new Hour(0), new Hour(Integer.MAX_VALUE), true));
            Chain.of(files).forEach(chain -> assertTrue(chain.isClean(), chain::toString));
            files.sort(Comparator.comparing((ArchivedFile file) -> file.name().source())
                    .thenComparingLong(file -> file.name().first()));
            for (ArchivedFile file : files) {
                FileName name = file.name();
                try (InputStream in =
                                s3.getObject(b -> b.bucket("engage-archive").key(name.path()));
                        ArchivedLines each = new ArchivedLines(in.readAllBytes())) {
                    while (each.next()) {
                        assertEquals(name.hour(), Hour.of(each.arrival()));
                        lines.add("%s-%09d@%d %s"
                                .formatted(
                                        name.source(),
                                        each.offset(),
                                        each.arrival(),
                                        new String(each.line(), StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return lines;
    }

    private S3Client s3Client() {
        return new Connection(Optional.of(URI.create(processes.endpoint())), "us-east-1", true, Duration.ofSeconds(30))
                .open();
    }
}
