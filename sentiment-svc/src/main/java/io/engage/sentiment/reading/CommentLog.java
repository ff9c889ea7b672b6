package io.engage.sentiment.reading;

import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import io.engage.events.Topics;
import io.engage.figures.comments.Comments;
import io.engage.figures.comments.PooledVariance;
import io.engage.figures.comments.Room;
import io.engage.figures.comments.Sampler;
import io.engage.figures.comments.Words;
import io.engage.figures.log.Fingerprint;
import io.engage.sentiment.scoring.Scorer;
import io.engage.sentiment.serving.CommentsWrite;
import io.engage.sentiment.serving.RedisWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Counts the comments of the partitions that are this instance's.
 *
 * <p>A partition that comes in is read again from a little before where it was left ({@link Comments#REACH}): that brings back the window, the history's
 * last points and the ids of the last two minutes; its totals come from {@link Totals}. Nothing is published until t is where it was.
 *
 * <p>Safe for many threads, which wait for each other: that of the log, that of the clock, and that of the group's rebalances.
 */
public final class CommentLog implements PartitionWork.PointLog {
    private static final Logger LOG = Logger.getLogger(CommentLog.class);

    /** What the service needs before the first comment. */
    private static final long BESIDE = 80L << 20;
    /** Of a place, with its share of the ids of the last two minutes; an estimate from the tables' entries. */
    private static final long BYTES_PER_PLACE = 20;

    private static final long LEAST_PLACES = 500_000;

    private final Totals totals;
    private final Supplier<Producer<byte[], byte[]>> producer;
    private final RedisWriter redis;
    private final Scorer scorer;
    private final Clock clock;
    private final Meter meter;

    private final EventParser parser = new EventParser();
    private final Words words = new Words();
    private final Sampler sampler = new Sampler(new SplittableRandom());
    private final PooledVariance pooled = new PooledVariance();
    private final Room room = new Room(roomWithin(Runtime.getRuntime().maxMemory()));
    private final ScoringCapacity capacity = new ScoringCapacity();
    private final Map<TopicPartition, PartitionWork> works = new HashMap<>();
    private long filledFor;
    private long lastSecond = System.nanoTime();

    CommentLog(
            Totals totals,
            Supplier<Producer<byte[], byte[]>> producer,
            RedisWriter redis,
            Scorer scorer,
            MeterRegistry meters,
            Clock clock) {
        this.totals = totals;
        this.producer = producer;
        this.redis = redis;
        this.scorer = scorer;
        this.clock = clock;
        this.meter = new Meter(meters);
        this.filledFor = redis.fillings();
    }

    /** How many places a heap has, beside all else that lives in it. */
    private static long roomWithin(long heap) {
        return Math.max(LEAST_PLACES, (heap - BESIDE) / BYTES_PER_PLACE);
    }

    /** These partitions are this instance's from now on; the consumer is set to where each is to be read from. */
    synchronized void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWork work = new PartitionWork(partition, sampler, this::score, pooled, room, this);
            Totals.Progress progress = totals.load(partition.partition(), work::restore);
            long from = from(consumer, partition, progress);
            consumer.seek(partition, from);
            work.resume(progress, from, consumer.endOffsets(List.of(partition)).get(partition));
            works.put(partition, work);
            LOG.infof(
                    "%s is read from offset %d, with the totals of %d videos",
                    partition, from, work.figures().size());
        }
        // One second of the sampler lasts until all is read that came meanwhile: a minute's comments come in a moment,
        // and
        // are not more than a minute's for that.
        sampler.nextSecond(capacity.catchingUp());
        meter.partitions.set(works.size());
    }

    private static long from(Consumer<?, ?> consumer, TopicPartition partition, Totals.Progress progress) {
        long first = consumer.beginningOffsets(List.of(partition)).get(partition);
        if (progress == null) {
            return first;
        }
        OffsetAndTimestamp at = consumer.offsetsForTimes(
                        Map.of(partition, progress.arrival() - Comments.REACH.toMillis()))
                .get(partition);
        long from = at == null ? progress.position() : Math.min(at.offset(), progress.position());
        return Math.max(first, from);
    }

    /** These partitions are no longer this instance's; what was counted is saved first. */
    synchronized void revoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWork work = works.get(partition);
            if (work != null) {
                work.save(totals);
            }
        }
        if (!works.isEmpty()) {
            producer.get().flush();
        }
        redis.add(handOver(partitions), filledFor);
        lost(partitions);
    }

    /** These partitions are another instance's already. */
    synchronized void lost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWork work = works.remove(partition);
            if (work != null) {
                work.giveUp();
            }
        }
        meter.partitions.set(works.size());
    }

    /** Counts a batch. */
    synchronized void take(ConsumerRecords<byte[], byte[]> records) {
        long begin = System.nanoTime();
        for (TopicPartition partition : records.partitions()) {
            PartitionWork work = works.get(partition);
            if (work != null) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    if (record.offset() >= work.position()) {
                        take(work, record);
                    }
                }
            }
        }
        capacity.worked(System.nanoTime() - begin);
    }

    private void take(PartitionWork work, ConsumerRecord<byte[], byte[]> record) {
        long arrival = work.figures().arrive(record.timestamp(), record.offset());
        work.read(record.offset(), arrival);
        switch (parser.read(record.value())) {
            case Parsed.Accepted(Event.Comment comment, byte[] line) -> count(work, comment, arrival, record.offset());
            case Parsed.Accepted(Event other, byte[] line) -> {
                meter.unreadable.increment();
                LOG.debugf(
                        "The record at %s, offset %d is no comment and is passed over", work.source(), record.offset());
            }
            case Parsed.Refused(var problem, String reason) -> {
                meter.unreadable.increment();
                LOG.warnf(
                        "The record at %s, offset %d is no event and is passed over: %s",
                        work.source(), record.offset(), reason);
            }
        }
    }

    private void count(PartitionWork work, Event.Comment comment, long arrival, long offset) {
        long id = Fingerprint.within(Fingerprint.of(comment.videoId()), Fingerprint.of(comment.eventId()));
        boolean duplicate = work.figures().arrivedBefore(id, arrival);
        Comments video = duplicate
                ? work.figures().video(comment.videoId())
                : work.figures().touch(comment.videoId(), arrival);
        if (video == null) {
            return;
        }
        work.touched(video);
        if (duplicate) {
            meter.duplicates.increment();
            video.passOver(offset);
        } else {
            meter.comments.increment();
            video.say(
                    new Comments.Said(
                            comment.eventId(),
                            comment.userId(),
                            Fingerprint.of(comment.userId()),
                            comment.text(),
                            comment.timestamp()),
                    arrival,
                    offset,
                    words);
        }
    }

    private double score(String text) {
        long begin = System.nanoTime();
        double score = scorer.score(text);
        capacity.scored(System.nanoTime() - begin);
        meter.scored.increment();
        return score;
    }

    /** The partitions whose ends are to be asked for. */
    synchronized List<TopicPartition> partitions() {
        return List.copyOf(works.keySet());
    }

    /**
     * Does what is due every second: moves t where nothing waits, shares out the scores of the next second, saves and hands over to Redis.
     *
     * @param until the time of the question, less the margin; epoch ms
     * @param ends the ends of the partitions that were asked for and answered
     * @param starts their beginnings
     */
    synchronized void everySecond(long until, Map<TopicPartition, Long> ends, Map<TopicPartition, Long> starts) {
        long behind = 0;
        for (PartitionWork work : works.values()) {
            Long end = ends.get(work.source());
            // With everything deleted by retention the first offset is the end, whatever was read.
            if (end != null && (work.position() >= end || end.equals(starts.get(work.source())))) {
                work.upToDate(until);
            }
            if (work.time() != Long.MIN_VALUE) {
                behind = Math.max(behind, clock.millis() - work.time());
            }
        }
        long now = System.nanoTime();
        double scores = capacity.nextSecond(Math.max(1, now - lastSecond), behind);
        lastSecond = now;
        if (works.values().stream().noneMatch(PartitionWork::isCatchingUp)) {
            sampler.nextSecond(scores);
        }
        meter.behind.set(behind);
        meter.capacity.set((long) scores);
        meter.wordless.set(room.refused());
        works.values().forEach(work -> work.save(totals));
        long fillings = redis.fillings();
        if (fillings != filledFor) {
            filledFor = fillings;
            works.values().forEach(PartitionWork::writeAgain);
        }
        if (redis.isHungry()) {
            redis.add(handOver(works.keySet()), filledFor);
        }
    }

    private List<CommentsWrite> handOver(Collection<TopicPartition> partitions) {
        List<CommentsWrite> writes = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionWork work = works.get(partition);
            if (work != null) {
                writes.addAll(work.handOver());
            }
        }
        return writes;
    }

    /** Where each partition is, for the group's offsets: people see the lag by them, nothing is read by them. */
    synchronized Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        works.forEach((partition, work) -> positions.put(partition, new OffsetAndMetadata(work.position())));
        return positions;
    }

    @Override
    public void point(Comments video, long start) {
        // What became of it is heard below.
        var _ = producer.get()
                .send(
                        new ProducerRecord<>(
                                Topics.POINTS, video.id().getBytes(StandardCharsets.UTF_8), Points.json(video, start)),
                        (done, failure) -> {
                            if (failure != null) {
                                LOG.warnf("A point of the history was not taken by Kafka: %s", failure);
                            }
                        });
    }

    @Override
    public void missed() {
        redis.pointsMissed();
    }
}
