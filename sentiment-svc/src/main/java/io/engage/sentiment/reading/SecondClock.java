package io.engage.sentiment.reading;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * Asks Kafka for the ends of the partitions just after every whole second, and tells the log.
 *
 * <p>What was asked at time x and answered with end e proves that every record that arrived at or before x − margin has an offset below e. While Kafka
 * does not answer nothing is proven, so the figures' time is held.
 */
final class SecondClock implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SecondClock.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Admin admin;
    private final CommentLog log;
    private final Runnable afterwards;
    private final Duration margin;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile long answered;

    /** @param afterwards done after each second */
    SecondClock(Admin admin, CommentLog log, Runnable afterwards, Duration margin, Clock clock) {
        this.admin = admin;
        this.log = log;
        this.afterwards = afterwards;
        this.margin = margin;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("second-clock").daemon().start(this::run);
    }

    /** When Kafka last answered, epoch ms; 0 for never. */
    long answered() {
        return answered;
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join(ANSWER_WITHIN.toMillis());
    }

    private void run() {
        try {
            while (!closed.await(untilNextSecond(), TimeUnit.MILLISECONDS)) {
                try {
                    second();
                } catch (RuntimeException e) {
                    LOG.error("A second was not worked through; the next one makes up for it", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long untilNextSecond() {
        return 1000 - Math.floorMod(clock.millis() - margin.toMillis(), 1000L);
    }

    private void second() throws InterruptedException {
        List<TopicPartition> partitions = log.partitions();
        long until = clock.millis() - margin.toMillis();
        Map<TopicPartition, Long> ends = Map.of();
        Map<TopicPartition, Long> starts = Map.of();
        try {
            ends = offsets(partitions, OffsetSpec.latest());
            starts = offsets(partitions, OffsetSpec.earliest());
            answered = clock.millis();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "The ends of %s are not known: the figures' time is held", partitions);
        }
        log.everySecond(until, ends, starts);
        afterwards.run();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
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
