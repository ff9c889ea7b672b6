package io.engage.metrics.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Asks Kafka for the ends of the watched partitions just after every whole second, all in one request.
 *
 * <p>What was asked at time x and answered with end e proves that every record that arrived at or before x − margin has an
 * offset below e. The margin covers what lies between a record's time stamp and its becoming readable (the replicas'
 * acknowledgement) and the difference of the clocks of broker and service. While Kafka does not answer, nothing is proven, so
 * the figures' time is held.
 */
final class PolledLogEnd implements LogEnd, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PolledLogEnd.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Admin admin;
    private final Duration margin;
    private final Clock clock;
    /** How many watch a partition: who takes it over may begin before the other has ended. */
    private final Map<TopicPartition, Integer> watched = new ConcurrentHashMap<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private volatile Answer answer = new Answer(UNKNOWN, Map.of(), Map.of());

    private record Answer(long until, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> starts) {}

    PolledLogEnd(Admin admin, Duration margin, Clock clock) {
        this.admin = admin;
        this.margin = margin;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("log-end").daemon().start(this::run);
    }

    @Override
    public void watch(TopicPartition partition) {
        watched.merge(partition, 1, Integer::sum);
    }

    @Override
    public void unwatch(TopicPartition partition) {
        watched.computeIfPresent(partition, (same, watchers) -> watchers == 1 ? null : watchers - 1);
    }

    @Override
    public long emptyUntil(TopicPartition partition, long nextOffset) {
        Answer last = answer;
        Long end = last.ends.get(partition);
        if (end == null) {
            return UNKNOWN;
        }
        // With everything deleted by retention the first offset is the end, whatever was read.
        boolean nothingWaits = nextOffset >= end || end.equals(last.starts.get(partition));
        return nothingWaits ? last.until : UNKNOWN;
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join(ANSWER_WITHIN.toMillis());
    }

    private void run() {
        try {
            while (!closed.await(untilNextQuestion(), TimeUnit.MILLISECONDS)) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long untilNextQuestion() {
        long afterSecond = Math.floorMod(clock.millis() - margin.toMillis(), 1000L);
        return 1000 - afterSecond;
    }

    private void ask() throws InterruptedException {
        Set<TopicPartition> partitions = Set.copyOf(watched.keySet());
        if (partitions.isEmpty()) {
            return;
        }
        long until = clock.millis() - margin.toMillis();
        try {
            var ends = offsets(partitions, OffsetSpec.latest());
            answer = new Answer(until, ends, offsets(partitions, OffsetSpec.earliest()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "The ends of %s are not known: the figures' time is held", partitions);
        }
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, spec));
        Map<TopicPartition, ListOffsetsResultInfo> answers = admin.listOffsets(
                        question, new ListOffsetsOptions().timeoutMs((int) ANSWER_WITHIN.toMillis()))
                .all()
                .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answers.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }
}
