package io.engage.archive.write;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Brings the records of one partition into the bucket, each exactly once, while it is assigned to this process.
 *
 * <p>The files of a partition are a chain: each begins at the first record behind the one before. Its name follows from that
 * record alone, and the bucket takes a name once. So of several writers that come to the same point, each of which believes
 * the partition is its own, one writes the file; the others find it, read from its metadata how far it reaches, and go on
 * behind it, with what they have collected beyond it. An offset is committed only once a file reaches up to it; so whoever
 * begins at a committed offset, even an old one, begins at a joint of the chain.
 *
 * <p>Worked example: a writer collected 0 to 9 and was stopped by a long pause; the partition's new owner collected 0 to 5 and stored
 * them under the name of 0. The old one wakes up, finds that name taken up to 5, and stores 6 to 9 under the name of 6. The new
 * owner, which has 6 and 7 by now, finds that name taken up to 9, drops its two, and passes over 8 and 9 when they come.
 *
 * <p>It holds one file at a time. While that is on its way into the bucket, no record is taken: the caller waits, and what
 * waits is left in Kafka.
 */
public final class PartitionWriter implements AutoCloseable {
    private static final long UNKNOWN = -1;
    private static final long FIRST_PAUSE = 200;
    private static final long LONGEST_PAUSE = 30_000;

    private final Source source;
    private final Bucket bucket;
    private final CutRules rules;
    private final Path folder;
    private final InstantSource clock;
    private final LogStart logStart;
    private final Watcher watcher;
    private final LongConsumer commit;

    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private volatile long entry = UNKNOWN;
    private boolean entered;

    /** The offset to be taken next; all before it are in the bucket or in the open file. */
    private volatile long position;

    /** All before it are in the bucket. */
    private volatile long archived;

    private OpenFile open;
    private volatile long oldest = UNKNOWN;
    private volatile boolean foreign;

    /** Knows where Kafka's log of a partition begins, since older records are deleted. */
    @FunctionalInterface
    public interface LogStart {
        long of(Source source);
    }

    /**
     * @param position where reading begins: the committed offset, or the beginning of the log
     * @param folder for the open file
     * @param commit takes the offset up to which everything is in the bucket
     */
    public PartitionWriter(
            Source source,
            long position,
            Bucket bucket,
            CutRules rules,
            Path folder,
            InstantSource clock,
            LogStart logStart,
            Watcher watcher,
            LongConsumer commit) {
        this.source = source;
        this.position = position;
        this.archived = position;
        this.bucket = bucket;
        this.rules = rules;
        this.folder = folder;
        this.clock = clock;
        this.logStart = logStart;
        this.watcher = watcher;
        this.commit = commit;
    }

    /**
     * Names the first record that is read from the position on. Records that come before it are left over from an earlier
     * assignment and are passed over; which of them are between is not known.
     */
    public void enter(long firstOffset) {
        if (entry == UNKNOWN) {
            entry = firstOffset;
        }
    }

    /**
     * Takes records in the order of their offsets; returns when all are in files. Waits while the bucket does not take a file
     * that must go first.
     *
     * @throws IOException when this machine's disk fails; the writer is abandoned, and what it had collected is still in Kafka
     */
    public void take(Iterable<Entry> records) throws IOException {
        lock.lock();
        try {
            boolean startIsKnown = false;
            for (Entry record : records) {
                if (isOver()) {
                    return;
                }
                entered |= record.offset() == entry;
                if (!entered || record.offset() < position) {
                    continue;
                }
                if (record.offset() > position && !startIsKnown) {
                    skipLost(logStart.of(source));
                    startIsKnown = true;
                }
                take(record);
            }
        } catch (IOException | RuntimeException | Error e) {
            // What follows the record that was not taken would stand in the chain as if nothing were between.
            abandon();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void take(Entry record) throws IOException {
        if (open != null && !open.takes(record.arrival())) {
            upload();
        }
        if (isOver() || record.offset() < position) {
            return;
        }
        if (open == null) {
            open = new OpenFile(source, folder, Hour.of(record.arrival()), position, clock.millis());
            oldest = record.arrival();
        }
        open.add(record);
        position = record.offset() + 1;
        if (open.isFull(rules)) {
            upload();
        }
    }

    /** Kafka may have deleted what was not read yet: the chain has a gap there, and the next file begins behind it. */
    private void skipLost(long start) throws IOException {
        if (start > position) {
            watcher.lost(source, position, start);
            upload();
            position = Math.max(position, start);
        }
    }

    /**
     * Uploads the open file when its time has come. Returns at once while the writer is at work otherwise.
     *
     * @throws IOException as {@link #take} does
     */
    public void uploadIfDue() throws IOException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (open != null && open.isDue(rules, clock.millis())) {
                upload();
            }
        } catch (IOException | RuntimeException | Error e) {
            abandon();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Uploads what is open, and takes no more.
     *
     * @throws IOException as {@link #take} does
     */
    public void finish() throws IOException {
        lock.lock();
        try {
            upload();
        } finally {
            lock.unlock();
            abandoned.countDown();
        }
    }

    private void upload() throws IOException {
        while (open != null && !isOver()) {
            Extent extent = open.extent();
            FileName name = open.name();
            Bucket.Content content = open.content();
            Bucket.Put put = put(name, extent, content);
            switch (put) {
                case null -> drop();
                case Bucket.Put.Stored stored -> {
                    watcher.stored(name, extent, content.length());
                    drop();
                    commit(extent.next());
                }
                case Bucket.Put.Found(Extent held) -> takeOver(name, extent, held);
            }
        }
    }

    private void takeOver(FileName name, Extent own, Extent held) throws IOException {
        if (held.first() != own.first()
                || held.firstArrival() != own.firstArrival()
                || (held.last() == own.last() && held.count() != own.count())) {
            refuse(name, held);
            return;
        }
        OpenFile rest = null;
        if (held.last() < own.last()) {
            try {
                rest = open.behind(held);
            } catch (OpenFile.Foreign e) {
                refuse(name, held);
                return;
            }
        }
        drop();
        if (rest == null) {
            position = held.next();
        } else {
            open = rest;
            oldest = rest.extent().firstArrival();
        }
        watcher.takenOver(name, held);
        commit(held.next());
    }

    private void commit(long offset) {
        archived = offset;
        commit.accept(offset);
    }

    private void refuse(FileName name, Extent held) throws IOException {
        foreign = true;
        drop();
        watcher.foreign(name, held);
    }

    /** Null when the writer was abandoned meanwhile. */
    private Bucket.Put put(FileName name, Extent extent, Bucket.Content content) {
        long pause = FIRST_PAUSE;
        for (int times = 1; ; times++) {
            try {
                return bucket.putIfAbsent(name, extent, content);
            } catch (Bucket.Unavailable e) {
                if (isOver()) {
                    return null;
                }
                watcher.refused(name, times, pause, e);
            }
            try {
                if (abandoned.await(pause, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                abandoned.countDown();
                return null;
            }
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    private void drop() throws IOException {
        OpenFile file = open;
        open = null;
        oldest = UNKNOWN;
        file.close();
    }

    private boolean isOver() {
        return foreign || abandoned.getCount() == 0;
    }

    /** Ends the work without waiting: what is open is left to the partition's next owner. */
    public void abandon() {
        abandoned.countDown();
    }

    /** Frees the disk; to be called after {@link #abandon} or {@link #finish}, waits for a running call to return. */
    @Override
    public void close() throws IOException {
        abandon();
        lock.lock();
        try {
            if (open != null) {
                drop();
            }
        } finally {
            lock.unlock();
        }
    }

    public Source source() {
        return source;
    }

    /** The offset to be taken next. */
    public long position() {
        return position;
    }

    /** The offset before which everything is in the bucket. */
    public long archived() {
        return archived;
    }

    /** When the oldest record that is not in the bucket yet arrived, epoch ms; -1 when there is none in the open file. */
    public long oldest() {
        return oldest;
    }

    /** Whether the bucket holds another log's files, so that nothing is archived of this partition. */
    public boolean isForeign() {
        return foreign;
    }
}
