package io.engage.batch.restore;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.RawEvents;
import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.EventWriter;
import io.engage.events.Parsed;
import io.engage.figures.log.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts an archived range of events back into Kafka, in the order in which they arrived, keyed by their video, without those that
 * are in Kafka already: the topics are read first, and known ids are left out. So a restore that was killed is finished by
 * starting it again.
 */
public final class Restore {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Archive archive;
    private final String bootstrapServers;
    private final List<String> topics;

    /** What a run did. */
    public record Outcome(long sent, long there) {}

    /** @param bootstrapServers of the Kafka that takes the events */
    public Restore(Archive archive, String bootstrapServers, List<String> topics) {
        this.archive = archive;
        this.bootstrapServers = bootstrapServers;
        this.topics = List.copyOf(topics);
    }

    /**
     * Restores the hours of arrival from the first up to and without the last.
     *
     * @param shift added to the timestamps, ms; 0 restores the events as they were
     * @param speed 1 is the original pace; 0 as fast as it goes
     * @param progress hears now and then how many were sent
     */
    public Outcome run(Hour from, Hour to, long shift, double speed, LongConsumer progress)
            throws IOException, InterruptedException {
        Set<Long> there = new HashSet<>();
        for (String topic : topics) {
            addKnown(topic, there);
        }
        return send(archive.raw(topics, from, to), there, new Shift(shift), speed, progress);
    }

    private void addKnown(String topic, Set<Long> known) {
        EventParser parser = new EventParser();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw new IllegalStateException(
                        "There is no topic " + topic + " in Kafka; ingest-svc creates the topics when it starts");
            }
            List<TopicPartition> all = partitions.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(record -> {
                    if (parser.read(record.value()) instanceof Parsed.Accepted accepted) {
                        known.add(id(accepted.event()));
                    }
                });
            }
        }
    }

    private static long id(Event event) {
        return Fingerprint.within(Fingerprint.of(event.videoId()), Fingerprint.of(event.eventId()));
    }

    private Outcome send(List<Archive.RawFile> files, Set<Long> there, Shift shift, double speed, LongConsumer progress)
            throws IOException, InterruptedException {
        PriorityQueue<Lane> lanes = new PriorityQueue<>(Comparator.comparingLong(Lane::arrival));
        for (Deque<String> row : rows(files)) {
            Lane lane = new Lane(row);
            if (lane.next()) {
                lanes.add(lane);
            }
        }
        EventParser parser = new EventParser();
        EventWriter writer = new EventWriter();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long sent = 0;
        long known = 0;
        long first = lanes.isEmpty() ? 0 : lanes.peek().arrival();
        long began = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            while (!lanes.isEmpty() && failure.get() == null) {
                Lane lane = lanes.remove();
                byte[] value = shift.apply(lane.lines.line(), parser, writer);
                if (parser.read(value) instanceof Parsed.Accepted accepted) {
                    if (there.contains(id(accepted.event()))) {
                        known++;
                    } else {
                        pace(lane.arrival() - first, began, speed);
                        producer.send(
                                new ProducerRecord<>(
                                        accepted.event().type().topic(),
                                        accepted.event().videoId().getBytes(StandardCharsets.UTF_8),
                                        value),
                                (metadata, e) -> {
                                    if (e != null) {
                                        failure.compareAndSet(null, e);
                                    }
                                });
                        sent++;
                        if (sent % 10_000 == 0) {
                            progress.accept(sent);
                        }
                    }
                }
                if (lane.next()) {
                    lanes.add(lane);
                }
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IOException(
                    "Kafka did not take an event; start the restore again, what is there is left out: "
                            + failure.get().getMessage(),
                    failure.get());
        }
        return new Outcome(sent, known);
    }

    private static void pace(long sinceFirst, long began, double speed) throws InterruptedException {
        if (speed > 0) {
            long wait = (long) (sinceFirst / speed) - (System.currentTimeMillis() - began);
            if (wait > 0) {
                Thread.sleep(wait);
            }
        }
    }

    /** The files of each partition, in the order of the log. */
    private static List<Deque<String>> rows(List<Archive.RawFile> files) {
        Map<String, Deque<String>> rows = new TreeMap<>();
        for (Archive.RawFile file : files) {
            rows.computeIfAbsent(file.name().source().toString(), s -> new ArrayDeque<>())
                    .add(file.address());
        }
        return new ArrayList<>(rows.values());
    }

    /** The records of one partition, one file open at a time. */
    private static final class Lane {
        private final Deque<String> files;
        private ArchivedLines lines;

        Lane(Deque<String> files) {
            this.files = files;
        }

        boolean next() throws IOException {
            while (lines == null || !lines.next()) {
                if (files.isEmpty()) {
                    return false;
                }
                lines = RawEvents.open(files.remove());
            }
            return true;
        }

        long arrival() {
            return lines.arrival();
        }
    }
}
