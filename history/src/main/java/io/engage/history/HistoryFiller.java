package io.engage.history;

import io.engage.events.RedisKeys;
import io.engage.events.Topics;
import io.engage.redis.RedisAway;
import io.engage.redis.RedisPipeline;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads the log of points of the last 24 h and writes those of some metrics to their histories, in the background. */
public final class HistoryFiller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HistoryFiller.class);
    private static final Duration REACH = Duration.ofHours(24);
    private static final Duration EXPIRY = Duration.ofHours(28);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What is younger may have been written from the state since, and that is newer than its point. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** A point may have stood in the emptied Redis before the log had it: it is there after so long, committed or not. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(1);
    /** What is not committed by then is of a transaction that the broker should have given up long ago. */
    private static final Duration COMMITTED_WITHIN = Duration.ofSeconds(30);

    private static final int POINTS_AT_ONCE = 50_000;
    private static final int ATTEMPTS = 60;

    private final Map<String, Object> kafka;
    private final RedisPipeline redis;
    private final Set<String> metrics;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("history-filler").daemon().factory());
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * Does nothing until it is asked to.
     *
     * @param kafka the settings of all Kafka clients
     * @param metrics the names of the metrics whose histories are written here
     */
    public HistoryFiller(Map<String, Object> kafka, Redis redis, Set<String> metrics, Clock clock) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.redis = new RedisPipeline(redis, ANSWER_WITHIN);
        this.metrics = Set.copyOf(metrics);
        this.clock = clock;
    }

    /** Begins; a call while it is at work makes it begin once more when it is done. */
    public void fill() {
        if (asked.compareAndSet(false, true)) {
            thread.execute(this::fillUntilDone);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void fillUntilDone() {
        asked.set(false);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                long points = read();
                LOG.infof("Wrote %d points to the histories", points);
                return;
            } catch (KafkaException | RedisAway e) {
                LOG.warnf("The histories cannot be filled yet (%s); trying again", e);
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        LOG.errorf("The histories were not filled in %d attempts; empty Redis once more when it is well", ATTEMPTS);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long read() throws RedisAway, InterruptedException {
        long began = clock.millis();
        long from = began - REACH.toMillis();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.POINTS, ANSWER_WITHIN).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, from));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER_WITHIN);
            Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, ANSWER_WITHIN);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp start = starts.get(partition);
                consumer.seek(partition, start == null ? ends.get(partition) : start.offset());
            }
            Map<String, TreeMap<Long, String>> old = new HashMap<>();
            Map<String, TreeMap<Long, String>> young = new HashMap<>();
            long settled = (began - SETTLED.toMillis()) / 1000;
            long read = 0;
            int held = 0;
            boolean allWasSent = false;
            long lastRead = began;
            while (!allWasSent || isBehind(consumer, ends)) {
                if (!allWasSent && clock.millis() >= began + SENT_WITHIN.toMillis()) {
                    ends = sent(partitions);
                    allWasSent = true;
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    Point point = Point.read(record.value());
                    if (point == null || !metrics.contains(point.metric())) {
                        continue;
                    }
                    boolean isOld = point.slotStart() < settled;
                    (isOld ? old : young)
                            .computeIfAbsent(RedisKeys.history(point.metric(), point.videoId()), k -> new TreeMap<>())
                            .put(point.slotStart(), point.figures());
                    read++;
                    held += isOld ? 1 : 0;
                }
                if (held >= POINTS_AT_ONCE || records.isEmpty()) {
                    write(old, HistoryFiller::over);
                    old.clear();
                    held = 0;
                }
                if (!records.isEmpty()) {
                    lastRead = clock.millis();
                } else if (clock.millis() >= lastRead + COMMITTED_WITHIN.toMillis()) {
                    LOG.warnf(
                            "What was sent to %s was not committed within %s: it is left out",
                            Topics.POINTS, COMMITTED_WITHIN);
                    break;
                }
            }
            write(old, HistoryFiller::over);
            write(young, HistoryFiller::whereMissing);
            return read;
        }
    }

    /** Where the log ends, with what is not committed yet. */
    private Map<TopicPartition, Long> sent(List<TopicPartition> partitions) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions, ANSWER_WITHIN);
        }
    }

    private static boolean isBehind(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey(), ANSWER_WITHIN) < end.getValue());
    }

    private static List<Request> over(String key, Map<Long, String> points) {
        Request set = Request.cmd(Command.HSET).arg(key);
        points.forEach((slot, point) -> set.arg(slot).arg(point));
        return List.of(set);
    }

    private static List<Request> whereMissing(String key, Map<Long, String> points) {
        return points.entrySet().stream()
                .map(point ->
                        Request.cmd(Command.HSETNX).arg(key).arg(point.getKey()).arg(point.getValue()))
                .toList();
    }

    private void write(
            Map<String, TreeMap<Long, String>> histories, BiFunction<String, Map<Long, String>, List<Request>> how)
            throws RedisAway, InterruptedException {
        List<Request> pipeline = new ArrayList<>();
        histories.forEach((key, points) -> {
            pipeline.addAll(how.apply(key, points));
            pipeline.add(Request.cmd(Command.EXPIRE).arg(key).arg(EXPIRY.toSeconds()));
        });
        for (int i = 0; i < pipeline.size(); i += RedisPipeline.LONGEST) {
            redis.send(pipeline.subList(i, Math.min(pipeline.size(), i + RedisPipeline.LONGEST)));
        }
    }
}
