package io.engage.metrics.engine;

import io.engage.figures.log.Partition;
import io.engage.figures.log.Slots;
import io.engage.figures.log.Video;
import io.engage.history.Point;
import io.engage.history.UnwrittenPoints;
import io.engage.metrics.serving.Outbox;
import io.engage.metrics.serving.VideoWrite;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/** Counts the records of one partition, moves its time, and hands what is published to Redis and to the log of points. */
final class FiguresProcessor<V extends Video>
        implements Processor<byte[], byte[], byte[], byte[]>, Partition.Listener<V> {
    private static final Logger LOG = Logger.getLogger(FiguresProcessor.class);
    private static final Duration LOOK_AT_THE_CLOCK = Duration.ofMillis(50);

    /**
     * Of so many videos the figures are handed over at once: what waits for Redis is copied by the collector, and out of date when
     * it waits long.
     */
    private static final int HANDED_OVER_AT_ONCE = 4096;

    private static final long NONE = Long.MIN_VALUE;

    private final Metric<V> metric;
    private final LogEnd logEnd;
    private final Outbox outbox;
    private final MetricMeter meter;
    private final EventColumns events;
    private final RecordBatch.Reader readEach = this::read;

    private ProcessorContext<byte[], byte[]> context;
    private TopicPartition source;
    private PartitionStore<V> store;
    private Partition<V> partition;
    private long filledFor;
    /** Whether records were waiting when the clock was looked at last. */
    private boolean isBehind = true;

    /** The last round of what is urgent that was handed over to, and that of old figures. */
    private long urgentRound = Outbox.CLOSED;

    private long oldRound = Outbox.CLOSED;
    /** The video of each row of {@link #events}; null where it was not known before the batch. */
    private Partition.Entry<V>[] videos = newVideos(0);
    /** What came back from memory: kept, so that the compiler does not leave out asking for it. */
    @SuppressWarnings("UnusedVariable")
    private long asked;

    /** Videos to be written. */
    private final Deque<Partition.Entry<V>> unwritten = new ArrayDeque<>();

    /** What is to be written of a video: the note at its entry. */
    private static final class Unwritten implements Partition.Note {
        /** Whether it is among those to be written. */
        boolean waits;
        /** The second its figures are of, epoch ms. */
        long asOf;
        /** Those points that changed. */
        UnwrittenPoints points = new UnwrittenPoints();
        /** The slot under way when its point changed: the point is made when it is handed over, or when the slot is over. */
        long underWay = NONE;

        @Override
        public long ask() {
            return asOf + points.size();
        }
    }

    FiguresProcessor(Metric<V> metric, LogEnd logEnd, Outbox outbox, MetricMeter meter) {
        this.metric = metric;
        this.logEnd = logEnd;
        this.outbox = outbox;
        this.meter = meter;
        this.events = new EventColumns(metric.countsPeople());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        source = new TopicPartition(metric.topic(), context.taskId().partition());
        store = context.getStateStore(metric.name());
        partition = store.takeOver(this);
        unwritten.clear();
        filledFor = outbox.fillings();
        logEnd.watch(source);
        context.schedule(LOOK_AT_THE_CLOCK, PunctuationType.WALL_CLOCK_TIME, this::lookAtTheClock);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        events.clear();
        if (RecordBatch.isMarked(record.headers())) {
            RecordBatch.read(record.value(), readEach);
        } else {
            long offset = context.recordMetadata().orElseThrow().offset();
            read(offset, record.timestamp(), record.value(), 0, record.value().length);
        }
        ask();
        long duplicates = count();
        store.relieve();
        meter.counted(source, events.size(), duplicates, partition.lastArrival());
    }

    private void read(long offset, long appended, byte[] bytes, int from, int length) {
        if (!events.add(offset, appended, bytes, from, length)) {
            meter.unreadable();
            LOG.warnf(
                    "The record at %s, offset %d is no event and is passed over: %s", source, offset, events.refusal());
        }
    }

    /**
     * Finds the videos. The tables are far larger than the caches: what is asked for all events at once is waited for together, one
     * step further from the video in each turn.
     */
    private void ask() {
        if (videos.length < events.size()) {
            videos = newVideos(events.size());
        }
        int rows = events.size();
        long back = 0;
        for (int row = 0; row < rows; row++) {
            if (events.type(row) != null) {
                back += partition.ask(events.video(row), events.event(row));
            }
        }
        for (int row = 0; row < rows; row++) {
            videos[row] = events.type(row) == null ? null : partition.likely(events.video(row));
            if (videos[row] != null) {
                back += videos[row].ask();
            }
        }
        for (int row = 0; row < rows; row++) {
            if (videos[row] != null) {
                back += videos[row].askVideo();
            }
        }
        for (int row = 0; row < rows; row++) {
            if (videos[row] != null) {
                if (!videos[row].isOf(events.bytes(row), events.videoFrom(row), events.videoLength(row))) {
                    videos[row] = null;
                } else {
                    back += videos[row].video().askParts();
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            if (videos[row] != null) {
                back += videos[row].video().ask(events.user(row), events.session(row));
            }
        }
        asked = back;
    }

    /** Counts the events in their order; returns how many of them are duplicates. */
    private long count() {
        long duplicates = 0;
        // As long as more waits for Redis than can be handed over, nothing more is prepared for it.
        boolean skips = isBehind && unwritten.size() >= HANDED_OVER_AT_ONCE;
        for (int row = 0; row < events.size(); row++) {
            long arrival = skips
                    ? partition.skip(events.appended(row), events.offset(row))
                    : partition.pass(events.appended(row), events.offset(row));
            if (events.type(row) == null) {
                continue;
            }
            if (partition.arrivedBefore(events.event(row), arrival)) {
                duplicates++;
                continue;
            }
            metric.count(touch(row, arrival), events, row, arrival);
        }
        return duplicates;
    }

    private V touch(int row, long arrival) {
        Partition.Entry<V> found = videos[row];
        // Another event of the batch can have made it, and time can have made it gone.
        return found != null && found.isKnown()
                ? partition.touch(found, arrival)
                : partition.touch(
                        events.bytes(row), events.videoFrom(row), events.videoLength(row), events.video(row), arrival);
    }

    @SuppressWarnings("unchecked")
    private static <V extends Video> Partition.Entry<V>[] newVideos(int length) {
        return new Partition.Entry[length];
    }

    private void lookAtTheClock(long now) {
        long empty = logEnd.emptyUntil(source, partition.nextOffset());
        isBehind = empty == LogEnd.UNKNOWN;
        if (!isBehind) {
            partition.idle(empty);
            meter.upToDate(source, empty);
        }
        long fillings = outbox.fillings();
        if (fillings != filledFor) {
            filledFor = fillings;
            partition.publish();
            partition.forEachEntry(this::refill);
        }
        if (!isBehind && now - store.savedAt() >= StreamsSettings.COMMIT.toMillis()) {
            context.commit();
        }
        if (!isBehind && unwritten.isEmpty()) {
            return;
        }
        // What has waited longest is first. Old points that are about to be too many are as urgent as figures of now.
        boolean urgent = !isBehind
                || (!unwritten.isEmpty() && note(unwritten.peek()).points.isCrowded());
        long round = outbox.round(urgent);
        if (round != Outbox.CLOSED && round != (urgent ? urgentRound : oldRound)) {
            if (urgent) {
                urgentRound = round;
            } else {
                oldRound = round;
            }
            // While records wait, only some of it was published.
            if (unwritten.size() < HANDED_OVER_AT_ONCE) {
                partition.publish();
            }
            handOver(urgent);
        }
    }

    private void refill(Partition.Entry<V> entry) {
        Unwritten what = unwritten(entry);
        if (entry.isUpToDate()) {
            what.asOf = partition.lastSecond() * 1000;
        }
    }

    private void handOver(boolean urgent) {
        List<VideoWrite> writes = new ArrayList<>(Math.min(unwritten.size(), HANDED_OVER_AT_ONCE));
        while (!unwritten.isEmpty() && writes.size() < HANDED_OVER_AT_ONCE) {
            Partition.Entry<V> entry = unwritten.remove();
            if (entry.isKnown()) {
                write(entry.video(), note(entry)).ifPresent(writes::add);
            }
        }
        outbox.add(writes, urgent);
    }

    private Optional<VideoWrite> write(V video, Unwritten what) {
        if (what.underWay != NONE) {
            put(video, what, what.underWay);
            what.underWay = NONE;
        }
        UnwrittenPoints points = what.points;
        what.points = new UnwrittenPoints();
        what.waits = false;
        return metric.write(video, what.asOf, points);
    }

    private static Unwritten note(Partition.Entry<?> entry) {
        return (Unwritten) entry.note();
    }

    /** The note of a video that is to be written. */
    private Unwritten unwritten(Partition.Entry<V> entry) {
        Unwritten what = note(entry);
        if (what == null) {
            what = new Unwritten();
            entry.note(what);
        }
        if (!what.waits) {
            what.waits = true;
            unwritten.add(entry);
        }
        return what;
    }

    @Override
    public void changed(V video, long asOf) {
        unwritten(partition.current()).asOf = asOf;
    }

    @Override
    public void slot(V video, long start, boolean record) {
        Unwritten what = unwritten(partition.current());
        what.asOf = partition.lastSecond() * 1000;
        if (!record) {
            what.underWay = start;
            return;
        }
        if (what.underWay == start) {
            what.underWay = NONE;
        }
        String figures = put(video, what, start);
        byte[] id = partition.current().utf8();
        context.forward(
                new Record<>(id, Point.json(id, metric.name(), start, figures), (start + Slots.SECONDS) * 1000));
    }

    /** Makes the point of a slot to be written, and gives its figures. */
    private String put(V video, Unwritten what, long start) {
        String figures = metric.point(video, start);
        if (what.points.put(start, figures)) {
            outbox.pointsMissed();
        }
        return figures;
    }

    @Override
    public void gone(V video) {
        outbox.forget(metric.name(), video.id());
    }

    @Override
    public void close() {
        logEnd.unwatch(source);
        meter.closed(source);
        // Points are made once: who has the partition next goes on behind them.
        while (!unwritten.isEmpty()) {
            handOver(true);
        }
        // Who has the partition next writes over what is known here.
        partition.forEach(video -> outbox.forget(metric.name(), video.id()));
        store.giveUp();
    }
}
