package io.engage.batch.restore;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.BuiltJob;
import io.engage.batch.RawArchive;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.Rows;
import io.engage.batch.TestSpark;
import io.engage.batch.archive.Archive;
import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.NewTopics;
import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import io.engage.events.Topics;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Into a real Kafka. */
class RestoreIT {
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.startTemporary();
        NewTopics.create(kafka.bootstrapServers(), Archive.EVENTS, PARTITIONS);
    }

    @AfterEach
    void stop() throws Exception {
        kafka.close();
    }

    private static Entry event(double arrival, String id, String type, String session) {
        return new Entry(arrival, Rows.json(id, type, "V", "u", session, arrival - 1));
    }

    private Restore.Outcome restore(Move move, double speed) throws Exception {
        return new Restore(
                        TestSpark.archive(folder),
                        KafkaCluster.open(kafka.bootstrapServers()),
                        Archive.EVENTS,
                        line -> {})
                .run(Hour.FIRST, Hour.END, move, speed);
    }

    private List<ConsumerRecord<byte[], byte[]>> inKafka() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : Archive.EVENTS) {
                for (int i = 0; i < PARTITIONS; i++) {
                    partitions.add(new TopicPartition(topic, i));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    private List<Event> events() {
        EventParser parser = new EventParser();
        return inKafka().stream()
                .map(record -> ((Parsed.Accepted) parser.read(record.value())).event())
                .toList();
    }

    /** Promise: as it was, to the byte, in its order, each event once, however often it is restored; moved by the same, too. */
    @Test
    void doublesNothing() throws Exception {
        // Given: an event archived twice
        RawArchive raw = new RawArchive(folder);
        raw.add(
                new Source(Topics.VIEWS, 0),
                event(10, "a", "play", "s"),
                event(11, "b", "heartbeat", "s"),
                event(12, "a", "play", "s"));
        raw.add(new Source(Topics.VIEWS, 0), event(3_601, "c", "leave", "s"));
        raw.add(new Source(Topics.REACTIONS, 1), event(10.5, "d", "like", null));
        List<Restore.Outcome> outcomes = new ArrayList<>();
        // When
        for (int i = 0; i < 2; i++) {
            outcomes.add(restore(new Move.AsItWas(), 0));
        }
        List<ConsumerRecord<byte[], byte[]>> asItWas = inKafka();
        for (int i = 0; i < 2; i++) {
            outcomes.add(restore(new Move.By(Duration.ofHours(1)), 0));
        }
        // Then
        assertEquals(
                List.of(
                        new Restore.Outcome(4, 1),
                        new Restore.Outcome(0, 5),
                        new Restore.Outcome(4, 1),
                        new Restore.Outcome(0, 5)),
                outcomes);
        List<String> views = asItWas.stream()
                .filter(record -> record.topic().equals(Topics.VIEWS))
                .map(record -> new String(record.key(), StandardCharsets.UTF_8) + " "
                        + new String(record.value(), StandardCharsets.UTF_8))
                .toList();
        assertEquals(
                List.of(
                        "V " + new String(event(10, "a", "play", "s").value(), StandardCharsets.UTF_8),
                        "V " + new String(event(11, "b", "heartbeat", "s").value(), StandardCharsets.UTF_8),
                        "V " + new String(event(3_601, "c", "leave", "s").value(), StandardCharsets.UTF_8)),
                views);
        assertEquals(
                List.of(Rows.at(9), Rows.at(10), Rows.at(3_600), Rows.at(3_609), Rows.at(3_610), Rows.at(7_200)),
                events().stream()
                        .filter(event -> event.type().topic().equals(Topics.VIEWS))
                        .map(Event::timestamp)
                        .sorted()
                        .toList());
    }

    /** Promise: moved to now, what was the last to arrive has just happened, and nothing is ahead of the clock. */
    @Test
    void movesToNow() throws Exception {
        // Given
        new RawArchive(folder)
                .add(new Source(Topics.REACTIONS, 0), event(10, "a", "like", null), event(40, "b", "like", null));
        long before = System.currentTimeMillis();
        // When
        restore(new Move.ToNow(), 0);
        // Then
        long after = System.currentTimeMillis();
        List<Long> times = events().stream().map(Event::timestamp).sorted().toList();
        assertEquals(30_000, times.getLast() - times.getFirst());
        // It happened 1 s before it arrived
        assertTrue(before - 1_000 <= times.getLast() && times.getLast() <= after - 1_000, times::toString);
        // And: files of another origin, which know no arrivals, by the times of their events
        Path foreign = folder.resolve(new FileName(new Source(Topics.COMMENTS, 0), Hour.of(Rows.at(10)), 0).path());
        Files.createDirectories(foreign.getParent());
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(foreign))) {
            gzip.write(Rows.json("c", "comment", "u", null, 50));
        }
        restore(new Move.ToNow(), 0);
        long said = events().stream()
                .filter(event -> event instanceof Event.Comment)
                .findFirst()
                .orElseThrow()
                .timestamp();
        assertTrue(after <= said && said <= System.currentTimeMillis(), () -> Long.toString(said));
    }

    /** Promise: a restore at the original pace that was killed is finished by another one, and nothing is there twice. */
    @Test
    void outlivesBeingKilled() throws Exception {
        // Given: 2,000 events within 20 s
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            entries.add(event(i / 100.0, "e" + i, "like", null));
        }
        new RawArchive(folder).add(new Source(Topics.REACTIONS, 0), entries);
        // When: killed as nothing else can
        Process job = BuiltJob.start(
                folder.resolve("job.log"),
                "restore",
                "--archive",
                folder.toString(),
                "--kafka",
                kafka.bootstrapServers(),
                "--speed",
                "1");
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> inKafka().size() > 50);
        } finally {
            job.destroyForcibly();
            assertTrue(job.waitFor(30, TimeUnit.SECONDS));
        }
        Restore.Outcome rest = restore(new Move.AsItWas(), 0);
        // Then: what the broker had from the first half, be it that it was on its way yet, is left out
        assertTrue(rest.leftOut() > 50, rest::toString);
        assertTrue(rest.leftOut() < 2_000, "It was not killed half-way");
        assertEquals(2_000, rest.sent() + rest.leftOut());
        assertEquals(2_000, events().size());
        assertEquals(2_000, new HashSet<>(events().stream().map(Event::eventId).toList()).size());
    }
}
