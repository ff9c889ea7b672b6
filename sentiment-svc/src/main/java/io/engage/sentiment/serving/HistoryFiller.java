package io.engage.sentiment.serving;

import io.engage.events.RedisKeys;
import io.engage.events.Topics;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** Reads the log of points of the last 24 h and writes those of this service to their histories, in the background. */
public final class HistoryFiller implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HistoryFiller.class);
    private static final Duration REACH = Duration.ofHours(24);
    private static final Duration EXPIRY = Duration.ofHours(28);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** What is younger may have been written from the state since, and that is newer than its point. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int POINTS_AT_ONCE = 50_000;
    private static final int COMMANDS_PER_PIPELINE = 1000;
    private static final int ATTEMPTS = 60;

    private final Map<String, Object> kafka;
    private final Redis redis;
    private final String metric;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("history-filler").daemon().factory());
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * @param kafka the settings of all Kafka clients
     * @param metric the name of the metric whose history is written here
     */
    public HistoryFiller(Map<String, Object> kafka, Redis redis, String metric, Clock clock) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.remove("group.id");
        this.kafka.put("enable.auto.commit", "false");
        this.kafka.put("isolation.level", "read_committed");
        this.redis = redis;
        this.metric = metric;
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
            } catch (KafkaException | ExecutionException | TimeoutException e) {
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

    private long read() throws ExecutionException, TimeoutException, InterruptedException {
        long from = clock.millis() - REACH.toMillis();
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
            starts.forEach((partition, start) ->
                    consumer.seek(partition, start == null ? ends.get(partition) : start.offset()));
            long read = 0;
            Map<String, TreeMap<Long, String>> histories = new HashMap<>();
            int held = 0;
            while (partitions.stream().anyMatch(p -> consumer.position(p, ANSWER_WITHIN) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    HistoryPoint point = HistoryPoint.read(record.value());
                    if (point != null && point.metric().equals(metric)) {
                        histories
                                .computeIfAbsent(
                                        RedisKeys.history(point.metric(), point.videoId()), k -> new TreeMap<>())
                                .put(point.slotStart(), point.figures());
                        held++;
                    }
                }
                if (held >= POINTS_AT_ONCE) {
                    read += held;
                    write(histories);
                    histories.clear();
                    held = 0;
                }
            }
            write(histories);
            return read + held;
        }
    }

    private void write(Map<String, ? extends SortedMap<Long, String>> histories)
            throws ExecutionException, TimeoutException, InterruptedException {
        long settled = (clock.millis() - SETTLED.toMillis()) / 1000;
        List<Request> pipeline = new ArrayList<>();
        for (Map.Entry<String, ? extends SortedMap<Long, String>> history : histories.entrySet()) {
            Request old = Request.cmd(Command.HSET).arg(history.getKey());
            history.getValue()
                    .headMap(settled)
                    .forEach((slot, point) -> old.arg(slot).arg(point));
            if (!history.getValue().headMap(settled).isEmpty()) {
                pipeline.add(old);
            }
            history.getValue()
                    .tailMap(settled)
                    .forEach((slot, point) -> pipeline.add(Request.cmd(Command.HSETNX)
                            .arg(history.getKey())
                            .arg(slot)
                            .arg(point)));
            pipeline.add(Request.cmd(Command.EXPIRE).arg(history.getKey()).arg(EXPIRY.toSeconds()));
        }
        for (int i = 0; i < pipeline.size(); i += COMMANDS_PER_PIPELINE) {
            redis.batch(pipeline.subList(i, Math.min(pipeline.size(), i + COMMANDS_PER_PIPELINE)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
