package io.engage.batch.restore;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.IdSet;
import io.engage.batch.archive.Records;
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
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts an archived range of events back into Kafka, in the order in which they arrived, keyed by their video. Afterwards each of them
 * is in Kafka once: the topics are read first, and what is there is left out by its id, as is what was archived twice. So a restore
 * that was killed is finished by starting it again.
 *
 * <p>Ids are compared by 64-bit fingerprints: that two of n events meet, and one is left out, has a probability of about n² / 2⁶⁵, 10⁻⁶ for
 * six million.
 */
public final class Restore {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long TELL_EVERY = Duration.ofSeconds(5).toNanos();

    private final Archive archive;
    private final KafkaCluster kafka;
    private final List<String> topics;
    private final Consumer<String> progress;

    /**
     * What a run did.
     *
     * @param sent events
     * @param leftOut events that were in Kafka already, or sent before in this run
     */
    public record Outcome(long sent, long leftOut) {}

    /**
     * @param kafka takes the events
     * @param progress hears what the run is at, a line at a time
     */
    public Restore(Archive archive, KafkaCluster kafka, List<String> topics, Consumer<String> progress) {
        this.archive = archive;
        this.kafka = kafka;
        this.topics = List.copyOf(topics);
        this.progress = progress;
    }

    /**
     * Restores the hours of arrival from the first up to and without the last.
     *
     * @param speed 1 is the original pace; 0 as fast as it goes
     * @throws IOException with a message for people when an event cannot be read or sent
     */
    public Outcome run(Hour from, Hour to, Move move, double speed) throws IOException, InterruptedException {
        List<Archive.RawFile> files = archive.raw(topics, from, to);
        if (files.isEmpty()) {
            return new Outcome(0, 0);
        }
        try {
            IdSet known = new IdSet();
            for (String topic : topics) {
                progress.accept("Reading what is in " + topic);
                addKnown(topic, known);
            }
            return send(files, known, move, speed);
        } catch (KafkaException e) {
            // Of a client that cannot be made, only the cause says why.
            throw new IOException(
                    "Kafka at " + kafka + " cannot be used: " + e.getMessage()
                            + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()),
                    e);
        }
    }

    private void addKnown(String topic, IdSet known) throws IOException {
        EventParser parser = new EventParser();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                kafka.client(Map.of("isolation.level", "read_committed")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions == null || partitions.isEmpty()) {
                throw new IOException(
                        "There is no topic " + topic + " in Kafka; ingest-svc creates the topics when it starts");
            }
            List<TopicPartition> all = partitions.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            long heard = System.nanoTime();
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(record -> {
                    if (parser.read(record.value()) instanceof Parsed.Accepted accepted) {
                        known.add(id(accepted.event()));
                    }
                });
                if (!records.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new IOException("Kafka at " + kafka + " has given nothing of " + topic + " for "
                            + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    private static long id(Event event) {
        return Fingerprint.within(Fingerprint.of(event.videoId()), Fingerprint.of(event.eventId()));
    }

    private Outcome send(List<Archive.RawFile> files, IdSet known, Move move, double speed)
            throws IOException, InterruptedException {
        PriorityQueue<Lane> lanes = lanes(files);
        if (lanes.isEmpty()) {
            return new Outcome(0, 0);
        }
        long first = lanes.peek().arrival();
        Shift shift = new Shift(move.distance(
                first, move instanceof Move.ToNow ? lastArrival(files) : first, speed, System.currentTimeMillis()));
        if (shift.by() != 0) {
            progress.accept("Moving by " + Duration.ofMillis(shift.by())
                    + "; should it be interrupted, finish it with --shift of this");
        }
        EventWriter writer = new EventWriter();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long sent = 0;
        long leftOut = 0;
        long began = System.currentTimeMillis();
        long told = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                kafka.client(Map.of("acks", "all", "compression.type", "lz4", "linger.ms", 20)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            while (!lanes.isEmpty() && failure.get() == null) {
                Lane lane = lanes.remove();
                Event moved = shift.apply(lane.event().event());
                if (known.add(id(moved))) {
                    pace(lane.arrival() - first, began, speed);
                    var _ = producer.send(
                            new ProducerRecord<>(
                                    moved.type().topic(),
                                    moved.videoId().getBytes(StandardCharsets.UTF_8),
                                    shift.by() == 0 ? lane.event().line() : writer.write(moved)),
                            (metadata, e) -> {
                                if (e != null) {
                                    failure.compareAndSet(null, e);
                                }
                            });
                    sent++;
                } else {
                    leftOut++;
                }
                if (lane.next()) {
                    lanes.add(lane);
                }
                if ((sent + leftOut) % 1000 == 0 && System.nanoTime() - told > TELL_EVERY) {
                    told = System.nanoTime();
                    progress.accept(sent + " sent, " + leftOut + " left out");
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
        return new Outcome(sent, leftOut);
    }

    private static void pace(long sinceFirst, long began, double speed) throws InterruptedException {
        if (speed > 0) {
            long wait = (long) (sinceFirst / speed) - (System.currentTimeMillis() - began);
            if (wait > 0) {
                Thread.sleep(wait);
            }
        }
    }

    /** The partitions, each at its first record, the one that arrived first in front. */
    private PriorityQueue<Lane> lanes(List<Archive.RawFile> files) throws IOException {
        Map<String, Deque<String>> rows = new TreeMap<>();
        for (Archive.RawFile file : files) {
            rows.computeIfAbsent(file.name().source().toString(), s -> new ArrayDeque<>())
                    .add(file.address());
        }
        PriorityQueue<Lane> lanes = new PriorityQueue<>(Comparator.comparingLong(Lane::arrival));
        for (Deque<String> row : rows.values()) {
            Lane lane = new Lane(row, archive.files().getConf());
            if (lane.next()) {
                lanes.add(lane);
            }
        }
        return lanes;
    }

    /** The last files of the partitions tell. */
    private long lastArrival(List<Archive.RawFile> files) throws IOException {
        Map<String, Archive.RawFile> last = new TreeMap<>();
        files.forEach(file -> last.put(file.name().source().toString(), file));
        long arrival = Long.MIN_VALUE;
        for (Archive.RawFile file : new ArrayList<>(last.values())) {
            Lane lane = new Lane(
                    new ArrayDeque<>(List.of(file.address())), archive.files().getConf());
            while (lane.next()) {
                arrival = Math.max(arrival, lane.arrival());
            }
        }
        return arrival;
    }

    /** The events of one partition, one file open at a time. Lines that are no event are passed over. */
    private static final class Lane {
        private final Deque<String> files;
        private final Configuration hadoop;
        private final EventParser parser = new EventParser();
        private ArchivedLines lines;
        private Parsed.Accepted event;

        Lane(Deque<String> files, Configuration hadoop) {
            this.files = files;
            this.hadoop = hadoop;
        }

        boolean next() throws IOException {
            do {
                while (lines == null || !lines.next()) {
                    if (files.isEmpty()) {
                        return false;
                    }
                    lines = Records.open(files.remove(), hadoop);
                }
            } while (!isEvent());
            return true;
        }

        private boolean isEvent() {
            if (parser.read(lines.line()) instanceof Parsed.Accepted accepted) {
                event = accepted;
                return true;
            }
            return false;
        }

        Parsed.Accepted event() {
            return event;
        }

        /** When it arrived; of a file that does not say so, when it happened. */
        long arrival() {
            return lines.arrival() == ArchivedLines.UNKNOWN ? event.event().timestamp() : lines.arrival();
        }
    }
}
