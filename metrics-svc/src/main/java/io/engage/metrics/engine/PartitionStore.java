package io.engage.metrics.engine;

import io.engage.figures.log.Journal;
import io.engage.figures.log.Partition;
import io.engage.figures.log.Video;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * The state of one partition as a store of Kafka Streams: held in memory, written to the changelog by its journal once per
 * commit and in the commit's transaction, and restored from it. To Kafka Streams it is a cached store: only those are asked
 * for their changes at each commit.
 */
final class PartitionStore<V extends Video>
        implements StateStore, CachedStateStore<byte[], byte[]>, Partition.Listener<V> {
    /** How long an event's id is remembered. */
    static final Duration DUPLICATE_HORIZON = Duration.ofMinutes(2);

    private final String name;
    private final Metric<V> metric;

    private Partition<V> partition;
    private Journal<V> journal;
    private InternalProcessorContext<?, ?> context;
    private Partition.Listener<V> listener;
    private boolean open;
    private long savedAt;

    PartitionStore(String name, Metric<V> metric) {
        this.name = name;
        this.metric = metric;
    }

    /** Hands the restored state to the one that counts from here on. */
    Partition<V> takeOver(Partition.Listener<V> newListener) {
        listener = newListener;
        journal.restored();
        return partition;
    }

    /** Says that nobody counts here any longer: from now on the state may only be restored. */
    void giveUp() {
        listener = null;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Called before all is restored, with nothing left of before: Kafka Streams opens the store of a task anew whose transaction failed, and
     * what was counted in it comes again. Where a task only becomes a standby or an active one, this is not called.
     */
    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        partition = new Partition<>(metric::unknown, DUPLICATE_HORIZON.toMillis(), this);
        journal = new Journal<>(partition, DUPLICATE_HORIZON.toMillis());
        context = (InternalProcessorContext<?, ?>) stateStoreContext;
        stateStoreContext.register(root, journal::restore);
        open = true;
    }

    /** Called at the beginning of each commit, inside its transaction. */
    @Override
    public void flushCache() {
        if (listener != null) {
            savedAt = context.currentSystemTimeMs();
            journal.save(this::log);
        }
    }

    /** When the last commit began, epoch ms. */
    long savedAt() {
        return savedAt;
    }

    /** To be called now and then while records are counted: what has become much is written before the commit. */
    void relieve() {
        journal.saveFullIds(this::log);
    }

    private void log(byte[] key, byte[] value) {
        context.logChange(name, Bytes.wrap(key), value, context.currentSystemTimeMs(), Position.emptyPosition());
    }

    /** Called after a commit as well, when it is too late to be part of it. */
    @Override
    public void flush() {}

    @Override
    public void clearCache() {}

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> flushListener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void changed(V video, long asOf) {
        listener.changed(video, asOf);
    }

    @Override
    public void slot(V video, long start, boolean record) {
        listener.slot(video, start, record);
    }

    @Override
    public void gone(V video) {
        listener.gone(video);
    }
}
