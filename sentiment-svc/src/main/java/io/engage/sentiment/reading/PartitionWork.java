package io.engage.sentiment.reading;

import io.engage.figures.comments.Comments;
import io.engage.figures.comments.PooledVariance;
import io.engage.figures.comments.Room;
import io.engage.figures.comments.Sampler;
import io.engage.figures.log.Partition;
import io.engage.figures.log.StateReader;
import io.engage.history.UnwrittenPoints;
import io.engage.sentiment.serving.CommentsWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/** One partition of the log of comments while it is this instance's: its figures, and what of them is still to be written. */
final class PartitionWork implements Partition.Listener<Comments> {
    static final Duration DUPLICATES = Duration.ofMinutes(2);

    /** Takes the points for the log of points. */
    interface PointLog {
        void point(Comments video, long start);

        /** Points could not be kept while Redis was away. */
        void missed();
    }

    private final TopicPartition source;
    private final PointLog pointLog;
    private final Partition<Comments> partition;
    private long quietUntil = Long.MIN_VALUE;
    /** What is read below it was read before the last crash or move. */
    private long resumesAt = -1;
    /** Where the log ended when it was begun to be read again. */
    private long caughtUpAt = -1;

    private long position;
    private long time = Long.MIN_VALUE;

    private final Map<Comments, Unwritten> unwritten = new LinkedHashMap<>();
    /** Of each video the offset of the last comment that was handed over to Redis. */
    private final Map<String, Long> listed = new HashMap<>();

    private final Set<Comments> unsaved = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final List<Comments> saving = new ArrayList<>();
    private List<Future<?>> acknowledgements = List.of();
    private long savedPosition = -1;

    private static final class Unwritten {
        long asOf;
        final UnwrittenPoints points = new UnwrittenPoints();
    }

    PartitionWork(
            TopicPartition source,
            Sampler sampler,
            ToDoubleFunction<String> scorer,
            PooledVariance pooled,
            Room room,
            PointLog pointLog) {
        this.source = source;
        this.pointLog = pointLog;
        Comments.Shared shared = new Comments.Shared(sampler, scorer, pooled, room, () -> quietUntil);
        this.partition = new Partition<>(id -> new Comments(id, shared), DUPLICATES.toMillis(), this);
    }

    TopicPartition source() {
        return source;
    }

    Partition<Comments> figures() {
        return partition;
    }

    /** Takes in the total of a video from before. */
    void restore(String videoId, StateReader total) {
        Comments video = partition.touch(videoId, 0);
        video.readChanges(total);
        video.advance(video.lastArrival());
    }

    /** Takes in how far the partition was read before, from where it is read again, and where it ends now. */
    void resume(Totals.Progress progress, long from, long end) {
        position = from;
        if (progress != null) {
            quietUntil = progress.second();
            resumesAt = progress.position();
            caughtUpAt = end;
        }
    }

    /** Whether what came while nobody read is still being read. */
    boolean isCatchingUp() {
        return position < caughtUpAt;
    }

    /** The offset of the record to come next. */
    long position() {
        return position;
    }

    /** A record was read. */
    void read(long offset, long arrival) {
        position = offset + 1;
        time = arrival;
    }

    /** Nothing waits: every record that arrived up to this time was read. */
    void upToDate(long until) {
        caughtUpAt = -1;
        partition.idle(until);
        time = Math.max(time, until);
    }

    /** t, epoch ms; {@link Long#MIN_VALUE} before the first record. */
    long time() {
        return time;
    }

    /** A record of this video was read: its total is to be saved. */
    void touched(Comments video) {
        unsaved.add(video);
    }

    @Override
    public void changed(Comments video, long asOf) {
        unwritten(video).asOf = asOf;
    }

    @Override
    public void slot(Comments video, long start, boolean record) {
        Unwritten what = unwritten(video);
        what.asOf = partition.lastSecond() * 1000;
        if (what.points.put(start, Points.figures(video, start))) {
            pointLog.missed();
        }
        if (record) {
            pointLog.point(video, start);
        }
    }

    @Override
    public void gone(Comments video) {
        unwritten.remove(video);
        unsaved.remove(video);
        listed.remove(video.id());
        gone.add(video.id());
    }

    private Unwritten unwritten(Comments video) {
        return unwritten.computeIfAbsent(video, v -> new Unwritten());
    }

    /** Everything is to be written to Redis again. */
    void writeAgain() {
        listed.clear();
        partition.forEach(video -> unwritten(video).asOf = partition.lastSecond() * 1000);
    }

    /** Hands over what is to be written to Redis. */
    List<CommentsWrite> handOver() {
        List<CommentsWrite> writes = new ArrayList<>(unwritten.size());
        unwritten.forEach((video, what) -> {
            if (video.figures() != null) {
                var comments = video.lastAfter(listed.getOrDefault(video.id(), -1L));
                if (!comments.isEmpty()) {
                    listed.put(video.id(), comments.getFirst().offset());
                }
                writes.add(new CommentsWrite(video.id(), what.asOf, video.figures(), what.points, comments));
            }
        });
        unwritten.clear();
        return writes;
    }

    /** The partition is no longer this instance's. */
    void giveUp() {
        partition.forEach(Comments::giveUp);
    }

    /** Saves what changed, unless the last save is still under way; a failed one is repeated. */
    void save(Totals totals) {
        partition.keepNoJournal();
        if (acknowledgements.stream().anyMatch(sent -> !sent.isDone())) {
            return;
        }
        if (acknowledgements.stream().anyMatch(sent -> sent.state() == Future.State.FAILED)) {
            unsaved.addAll(saving);
            savedPosition = -1;
        }
        saving.clear();
        acknowledgements = List.of();
        if (position == savedPosition || position < resumesAt || partition.lastSecond() == Long.MIN_VALUE) {
            return;
        }
        saving.addAll(unsaved);
        acknowledgements = totals.save(
                source.partition(), unsaved, gone, new Totals.Progress(position, time, partition.lastSecond()));
        unsaved.clear();
        gone.clear();
        savedPosition = position;
    }
}
