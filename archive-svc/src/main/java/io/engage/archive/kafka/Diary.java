package io.engage.archive.kafka;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Source;
import io.engage.archive.write.Bucket;
import io.engage.archive.write.Watcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Writes into the log and the metrics what the writers do, and knows what is wrong with them. */
final class Diary implements Watcher {
    private static final Logger LOG = Logger.getLogger(Diary.class);

    private final InstantSource clock;
    private final Duration patience;
    private final Counter files;
    private final Counter records;
    private final Counter bytes;
    private final Counter takenOver;
    private final Counter refused;
    private final Counter lost;
    private final Map<Source, Trouble> troubles = new ConcurrentHashMap<>();

    private record Trouble(long since, boolean lasting, String what) {}

    /** @param patience a bucket that is away for less is nothing to call somebody for */
    Diary(MeterRegistry meters, InstantSource clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
        files = meters.counter("engage.archive.files");
        records = meters.counter("engage.archive.records");
        bytes = meters.counter("engage.archive.bytes");
        takenOver = meters.counter("engage.archive.taken.over");
        refused = meters.counter("engage.archive.refused");
        lost = meters.counter("engage.archive.lost");
    }

    @Override
    public void stored(FileName name, Extent extent, long size) {
        troubles.remove(name.source());
        files.increment();
        records.increment((double) extent.count());
        bytes.increment((double) size);
        LOG.debugf("Stored %s: %d records to %d, %d bytes", name, extent.count(), extent.last(), size);
    }

    @Override
    public void takenOver(FileName name, Extent held) {
        troubles.remove(name.source());
        takenOver.increment();
        LOG.infof("%s was there already, up to %d: going on behind it", name, held.last());
    }

    @Override
    public void refused(FileName name, int times, long pause, Bucket.Unavailable reason) {
        refused.increment();
        Trouble old = troubles.get(name.source());
        long since = old == null ? clock.millis() : old.since;
        troubles.put(name.source(), new Trouble(since, false, reason.getMessage()));
        LOG.warnf("%s was not stored, attempt %d, again in %d ms: %s", name, times, pause, reason.getMessage());
        LOG.debug("Not stored", reason);
    }

    @Override
    public void lost(Source source, long from, long to) {
        lost.increment((double) (to - from));
        LOG.errorf(
                "Kafka deleted the records %d to %d of %s before they were archived: they are lost; make the retention of"
                        + " the topic longer than the bucket is ever away",
                from, to - 1, source);
    }

    @Override
    public void foreign(FileName name, Extent held) {
        String what = "the bucket holds " + name + " of another log (" + held
                + "); nothing is archived of this partition until another bucket or prefix is set";
        troubles.put(name.source(), new Trouble(clock.millis(), true, what));
        LOG.errorf("%s: %s", name.source(), what);
    }

    /** Forgets what was wrong with a partition that another process has now. */
    void left(Source source) {
        troubles.remove(source);
    }

    /** What has been wrong for too long, by partition. */
    Map<String, String> troubles() {
        Map<String, String> lasting = new TreeMap<>();
        long now = clock.millis();
        troubles.forEach((source, trouble) -> {
            if (trouble.lasting || now - trouble.since >= patience.toMillis()) {
                lasting.put(source.toString(), trouble.what);
            }
        });
        return lasting;
    }
}
