package io.engage.sentiment.reading;

import io.engage.events.Topics;
import io.engage.figures.comments.Comments;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What of the figures cannot be read from the log again, in a compacted topic with as many partitions as the log of comments has: of each video the
 * total together with the offset up to which it counts, in one record, and of each partition how far it was read.
 *
 * <p>Totals are exact whatever happens: a record of the log counts in a video's total exactly if its offset is above the one that the total holds, so it
 * does not matter how many totals were written before a crash, nor that records are read again. Of two instances that both think a partition
 * theirs for a moment the slower may overwrite a newer total with an older one; that one says which records it lacks, and they are read
 * again, since reading begins minutes before the end of what was counted.
 */
final class Totals {
    /** The topic. */
    static final String TOPIC = Topics.COMMENTS + ".totals";

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final byte[] PROGRESS = {'p'};

    private final Map<String, Object> kafka;
    private final Supplier<Producer<byte[], byte[]>> producer;

    /**
     * How far a partition was read.
     *
     * @param position the offset of the record to come next
     * @param arrival when the last record arrived, epoch ms
     * @param second the last whole second published, in epoch seconds
     */
    record Progress(long position, long arrival, long second) {}

    Totals(Map<String, Object> kafka, Supplier<Producer<byte[], byte[]>> producer) {
        this.kafka = kafka;
        this.producer = producer;
    }

    /** Makes the topic unless it is there. */
    static void createTopic(Admin admin, short replicationFactor)
            throws InterruptedException, ExecutionException, TimeoutException {
        int partitions = admin.describeTopics(List.of(Topics.COMMENTS))
                .allTopicNames()
                .get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .get(Topics.COMMENTS)
                .partitions()
                .size();
        NewTopic topic = new NewTopic(
                        TOPIC,
                        Optional.of(partitions),
                        replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                .configs(Map.of(
                        "cleanup.policy",
                        "compact",
                        "segment.ms",
                        "3600000",
                        "min.cleanable.dirty.ratio",
                        "0.2",
                        "max.compaction.lag.ms",
                        "7200000"));
        try {
            admin.createTopics(List.of(topic)).all().get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Reads all totals of a partition.
     *
     * @param found takes each video's id and total
     * @return how far the partition was read; null when it never was
     */
    Progress load(int partition, BiConsumer<String, StateReader> found) {
        TopicPartition source = new TopicPartition(TOPIC, partition);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove("group.id");
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(source));
            consumer.seekToBeginning(List.of(source));
            long end = consumer.endOffsets(List.of(source), ANSWER_WITHIN).get(source);
            long until = System.nanoTime() + ANSWER_WITHIN.toNanos();
            Progress progress = null;
            Map<String, byte[]> totals = new HashMap<>();
            while (consumer.position(source, ANSWER_WITHIN) < end) {
                if (System.nanoTime() > until) {
                    throw new KafkaException(
                            "The totals of partition " + partition + " were not read in " + ANSWER_WITHIN);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.key().length == 1) {
                        StateReader in = new StateReader(record.value());
                        progress = new Progress(in.signed(), in.signed(), in.signed());
                    } else if (record.value() == null) {
                        totals.remove(id(record.key()));
                    } else {
                        totals.put(id(record.key()), record.value());
                    }
                }
            }
            totals.forEach((id, total) -> found.accept(id, new StateReader(total)));
            return progress;
        }
    }

    /** Sends the totals of some videos, then how far the partition was read; they hold once all futures are done. */
    List<Future<?>> save(int partition, Collection<Comments> changed, Collection<String> gone, Progress progress) {
        List<Future<?>> sent = new ArrayList<>(changed.size() + gone.size() + 1);
        for (Comments video : changed) {
            video.passOver(progress.position() - 1);
            StateWriter out = new StateWriter();
            video.writeChanges(out);
            sent.add(producer.get().send(new ProducerRecord<>(TOPIC, partition, key(video.id()), out.toBytes())));
        }
        for (String id : gone) {
            sent.add(producer.get().send(new ProducerRecord<>(TOPIC, partition, key(id), null)));
        }
        StateWriter out = new StateWriter();
        out.signed(progress.position());
        out.signed(progress.arrival());
        out.signed(progress.second());
        sent.add(producer.get().send(new ProducerRecord<>(TOPIC, partition, PROGRESS, out.toBytes())));
        return sent;
    }

    private static String id(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] key(String id) {
        return ("v" + id).getBytes(StandardCharsets.UTF_8);
    }
}
