package io.engage.figures.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The figures of one metric for all videos of one partition, driven by the log alone.
 *
 * <p>Its time t is the arrival of the last record while records are waiting ({@link #arrive}), and the clock once it is
 * proven that none is ({@link #idle}). At every whole second of t the figures are published: the figures at second s hold
 * every record that arrived at or before s and nothing that arrived later. Between two records that arrived at 3.7 s and
 * 6.2 s, the seconds 4, 5 and 6 are published, in this order, before the second record counts. So the same records in the
 * same order give the same publications, whenever they are read.
 *
 * <p>While many records wait, nobody looks at the figures of most seconds, and to publish them costs more than to count. {@link #pass}
 * takes the place of {@link #arrive} then: it publishes the ends of slots, whose points are history; of any other second
 * it publishes a video when that is touched next, while it is at hand, and all others when asked to ({@link #publish()}).
 * {@link #skip} leaves that out as well, for whoever has more to show than he can: what is touched then is not published before a
 * later second. What is published is the same, but there is less of it.
 *
 * @param <V> what the metric knows of a video
 */
public final class Partition<V extends Video> {
    private static final long NEVER = Long.MAX_VALUE;

    /** Looks later than that are planned once for each video, in seconds. */
    private static final long FAR = 600;

    /** So many points at the most are made by one call of {@link #idle}, or those of one slot: there are commits in between. */
    private static final int POINTS_AT_ONCE = 200_000;

    /** Memory is asked for so many videos at once: as many as a processor waits for together, and no more than its caches hold. */
    static final int ASKED_AT_ONCE = 32;

    private final Function<String, V> unknown;
    private final Listener<V> listener;
    private final RecentIds recentIds;

    private final VideoTable<V> videos = new VideoTable<>();
    private final List<Entry<V>> touched = new ArrayList<>();
    private final List<Entry<V>> unsaved = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();

    /** Videos by the whole second at which they want to be looked at; one whose own second is another by then is out of date. */
    private final Calendar<Entry<V>> calendar = new Calendar<>();

    private final Consumer<Entry<V>> due = this::due;

    /** The video that the listener hears of. */
    private Entry<V> current;

    private final Video.SlotSink slots = this::slot;

    private long lastArrival = Long.MIN_VALUE;
    private long lastSecond = Long.MIN_VALUE;
    /** The last whole second of which all videos were published. */
    private long publishedSecond = Long.MIN_VALUE;

    private long nextOffset = -1;

    /** Whether a video is not published before it is touched, though it was not of the last whole second. */
    private boolean skips;

    /** What came back from memory: kept, so that the compiler does not leave out asking for it. */
    @SuppressWarnings("UnusedVariable")
    private long asked;

    /**
     * @param unknown makes the state of a video that is not known yet, from its id
     * @param duplicateHorizon how long an event's id is remembered, in ms
     * @param listener hears what is published
     */
    public Partition(Function<String, V> unknown, long duplicateHorizon, Listener<V> listener) {
        this.unknown = unknown;
        this.listener = listener;
        this.recentIds = new RecentIds(duplicateHorizon);
    }

    /**
     * Moves t to the arrival of the next record, publishing the whole seconds before it. Call before the record counts.
     *
     * @param arrival epoch ms; one before the last record's counts as the last record's
     * @param offset the record's
     * @return the arrival that counts
     */
    public long arrive(long arrival, long offset) {
        skips = false;
        return next(arrival, offset, true);
    }

    /** As {@link #arrive}, but of the whole seconds that do not end a slot only those videos are published that are touched again. */
    public long pass(long arrival, long offset) {
        skips = false;
        return next(arrival, offset, false);
    }

    /** As {@link #pass}, but what is touched is published only when a slot ends, or when it is asked for and was not touched since the last whole second. */
    public long skip(long arrival, long offset) {
        skips = true;
        return next(arrival, offset, false);
    }

    private long next(long arrival, long offset, boolean everySecond) {
        nextOffset = offset + 1;
        lastArrival = Math.max(lastArrival, arrival);
        moveTo(Math.floorDiv(lastArrival - 1, 1000L), everySecond);
        return lastArrival;
    }

    /**
     * Moves t to a time of the clock, publishing the whole seconds up to and at it. Where that is far away, as after Kafka was, and
     * videos are many, t gets there in several calls.
     *
     * @param time epoch ms until which every record that arrived was given to {@link #arrive}
     */
    public void idle(long time) {
        long second = Math.floorDiv(time, 1000L);
        if (lastSecond != Long.MIN_VALUE) {
            long slots = Math.max(1, POINTS_AT_ONCE / Math.max(1, videos.size()));
            second = Math.min(second, lastSecond + slots * Slots.SECONDS);
        }
        moveTo(second, true);
        publish();
    }

    /** Publishes what {@link #pass} and {@link #skip} left out of the last whole second, but for what was touched since while it was skipped. */
    public void publish() {
        if (publishedSecond < lastSecond) {
            publish(lastSecond);
        }
    }

    /** The video of this id, made when unknown, up to date with the given time. Its figures are published at the next second. */
    public V touch(String id, long time) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        return touch(utf8, 0, utf8.length, Fingerprint.of(utf8, 0, utf8.length), time);
    }

    /**
     * As {@link #touch(String, long)}, with the id as bytes of UTF-8.
     *
     * @param fingerprint that of these bytes
     */
    public V touch(byte[] utf8, int from, int length, long fingerprint, long time) {
        Entry<V> found = videos.find(utf8, from, length, fingerprint);
        return touch(found == null ? add(Arrays.copyOfRange(utf8, from, from + length), fingerprint) : found, time);
    }

    /** As {@link #touch(String, long)}, of a video that was {@linkplain #likely found} and {@linkplain Entry#isKnown is known}. */
    public V touch(Entry<V> found, long time) {
        if (skips ? found.video.gone(lastSecond * 1000) : isOutstanding(found, lastSecond)) {
            publish(found, lastSecond);
        }
        Entry<V> entry = found.held ? found : add(found.utf8, found.fingerprint);
        entry.video.prepare(time);
        entry.isBehind |= isOutstanding(entry, lastSecond);
        note(entry, lastSecond + 1);
        return entry.video;
    }

    private Entry<V> add(byte[] utf8, long fingerprint) {
        Entry<V> entry = new Entry<>(unknown.apply(new String(utf8, StandardCharsets.UTF_8)), utf8, fingerprint);
        videos.add(entry);
        return entry;
    }

    /**
     * Reads where {@link #likely} and {@link #arrivedBefore} will look for a video and an event, and changes nothing. The processor waits
     * for the memory of some events at once when it is asked for them one behind the other, and all the more of them the less is
     * asked of each: what is found with the help of what came back is asked for in another loop.
     *
     * @return something that depends on what was read
     */
    public long ask(long video, long event) {
        return videos.ask(video) + recentIds.ask(event);
    }

    /**
     * The video that a fingerprint most likely means; whether it does is said by {@link Entry#isOf}. Null when there is none of this
     * fingerprint. Changes nothing.
     */
    public Entry<V> likely(long fingerprint) {
        return videos.likely(fingerprint);
    }

    private void note(Entry<V> entry, long second) {
        entry.outstanding = second;
        if (!entry.touched) {
            entry.touched = true;
            touched.add(entry);
        }
        if (!entry.unsaved) {
            entry.unsaved = true;
            unsaved.add(entry);
        }
    }

    /** Whether the event came before within the horizon; notes this arrival. */
    public boolean arrivedBefore(long event, long arrival) {
        return recentIds.arrivedBefore(event, arrival);
    }

    /** Goes through all videos known. */
    public void forEach(Consumer<? super V> action) {
        forEachEntry(entry -> action.accept(entry.video));
    }

    /** Goes through all videos known, with what is noted of them. */
    public void forEachEntry(Consumer<Entry<V>> action) {
        videos.forEach(action);
    }

    /** How many videos are known. */
    public int size() {
        return videos.size();
    }

    /** The video of this id, or null. */
    public V video(String id) {
        Entry<V> entry = videos.find(id);
        return entry == null ? null : entry.video;
    }

    /** The last whole second published, in epoch seconds; {@link Long#MIN_VALUE} before the first. */
    public long lastSecond() {
        return lastSecond;
    }

    /** The offset of the record to come next; -1 when none was ever read. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The arrival of the last record; {@link Long#MIN_VALUE} before the first. */
    public long lastArrival() {
        return lastArrival;
    }

    private void moveTo(long second, boolean everySecond) {
        if (lastSecond == Long.MIN_VALUE) {
            begin(second);
            touched.forEach(entry -> entry.outstanding = second + 1);
            return;
        }
        while (lastSecond < second) {
            if (touched.isEmpty() && videos.size() == 0) {
                begin(second);
                return;
            }
            lastSecond++;
            if (everySecond || Slots.ends(lastSecond)) {
                publish(lastSecond);
            }
        }
    }

    private void begin(long second) {
        calendar.clear(second);
        lastSecond = second;
        publishedSecond = second;
    }

    private void publish(long second) {
        calendar.takeUntil(second, due);
        boolean slotEnds = Slots.ends(second);
        int later = 0;
        for (int i = 0; i < touched.size(); i++) {
            if (i % ASKED_AT_ONCE == 0) {
                asked = ask(touched, i);
            }
            Entry<V> entry = touched.get(i);
            if (entry.held && entry.outstanding <= second) {
                publish(entry, second);
            }
            if (entry.held && !entry.isBehind && !slotEnds) {
                slots(entry, second);
            }
            entry.touched = entry.held && entry.outstanding != NEVER;
            if (entry.touched) {
                touched.set(later++, entry);
            }
        }
        touched.subList(later, touched.size()).clear();
        if (slotEnds) {
            videos.forEach(entry -> slots(entry, second));
        }
        publishedSecond = second;
    }

    /** Asks memory for what publishing the next of these videos will read, one step further in each loop; see {@link #ask(long, long)}. */
    static <V extends Video> long ask(List<Entry<V>> entries, int from) {
        int end = Math.min(entries.size(), from + ASKED_AT_ONCE);
        long back = 0;
        for (int i = from; i < end; i++) {
            back += entries.get(i).ask();
        }
        for (int i = from; i < end; i++) {
            back += entries.get(i).askNoted();
        }
        for (int i = from; i < end; i++) {
            back += entries.get(i).video.askParts();
        }
        for (int i = from; i < end; i++) {
            back += entries.get(i).video.askPublished();
        }
        return back;
    }

    /** As {@link #ask(List, int)}, with what is to be written of their changes. */
    void askChanges(List<Entry<V>> entries, int from) {
        long back = ask(entries, from);
        int end = Math.min(entries.size(), from + ASKED_AT_ONCE);
        for (int i = from; i < end; i++) {
            back += entries.get(i).video.askChanges();
        }
        asked = back;
    }

    private void due(Entry<V> entry) {
        // What was published since it was planned has another date, and what was touched is to be published anyway.
        if (entry.scheduled <= lastSecond && entry.outstanding == NEVER) {
            note(entry, entry.scheduled);
        }
    }

    /** Whether it is to be published at the given second or before, and nothing happened to it later. */
    private boolean isOutstanding(Entry<V> entry, long second) {
        return entry.outstanding <= second || (entry.outstanding == NEVER && entry.scheduled <= second);
    }

    private void publish(Entry<V> entry, long second) {
        V video = entry.video;
        current = entry;
        entry.outstanding = NEVER;
        entry.isBehind = false;
        if (entry.scheduled <= second) {
            entry.scheduled = NEVER;
        }
        video.advance(second * 1000);
        if (video.publish(second)) {
            listener.changed(video, second * 1000);
        }
        if (video.gone(second * 1000)) {
            entry.scheduled = NEVER;
            videos.remove(entry);
            removed.add(video.id());
            listener.gone(video);
            return;
        }
        long nextDue = video.nextDue();
        if (nextDue != NEVER) {
            long next = Math.max(second + 1, Slots.second(nextDue));
            if (next < entry.scheduled) {
                plan(entry, next, second);
            }
        }
    }

    /** Plans a look, or an earlier one where there is one long before: else a video that falls quiet again and again is planned as often. */
    private void plan(Entry<V> entry, long next, long second) {
        if (second < entry.planned && entry.planned <= next && next - second > FAR) {
            entry.scheduled = entry.planned;
            return;
        }
        entry.scheduled = next;
        calendar.add(next, entry);
        if (next - second > FAR) {
            entry.planned = next;
        }
    }

    private void slots(Entry<V> entry, long second) {
        current = entry;
        entry.video.slots(second, slots);
    }

    private void slot(long start, boolean record) {
        listener.slot(current.video, start, record);
    }

    /** The video that the listener is being told of. */
    public Entry<V> current() {
        return current;
    }

    /** Drops what was noted for a {@link Journal}. Whoever keeps none and reads the log again instead calls it now and then. */
    public void keepNoJournal() {
        recentIds.forgetUnsaved();
        unsaved.forEach(entry -> entry.unsaved = false);
        unsaved.clear();
        removed.clear();
    }

    /** For how many looks it is planned that a video wants to be looked at. */
    int planned() {
        return calendar.size();
    }

    // What the journal needs.

    RecentIds recentIds() {
        return recentIds;
    }

    List<Entry<V>> unsaved() {
        return unsaved;
    }

    List<String> removed() {
        return removed;
    }

    VideoTable<V> videos() {
        return videos;
    }

    Entry<V> restore(String id) {
        Entry<V> entry = videos.find(id);
        if (entry == null) {
            byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
            entry = add(utf8, Fingerprint.of(utf8, 0, utf8.length));
        }
        return entry;
    }

    void restoreTime(long arrival, long second, long offset) {
        lastArrival = arrival;
        lastSecond = second;
        // Of it nothing is left to publish: what was restored is published with the next.
        publishedSecond = second;
        nextOffset = offset;
    }

    /** After a restore: everything is published again at the next second, since nobody knows what became of the last. */
    void restored() {
        touched.clear();
        unsaved.clear();
        removed.clear();
        calendar.clear(lastSecond);
        videos.forEach(entry -> {
            entry.unsaved = false;
            entry.touched = true;
            entry.outstanding = lastSecond + 1;
            entry.isBehind = false;
            entry.scheduled = NEVER;
            entry.planned = Long.MIN_VALUE;
            entry.note = null;
            entry.video.restored();
            touched.add(entry);
        });
    }

    /** A video with what its partition notes of it. */
    public static final class Entry<V extends Video> {
        final V video;
        final byte[] utf8;
        final long fingerprint;
        boolean touched;
        boolean unsaved;
        /** The whole second with which something that happened to it is to be published; {@link Partition#NEVER} when all is. */
        long outstanding = NEVER;
        /** Whether it was touched before the last whole second was published of it. */
        boolean isBehind;
        /** The whole second at which it wants to be looked at. */
        long scheduled = NEVER;
        /** A whole second far away for which it stands in the calendar, while that is to come. */
        long planned = Long.MIN_VALUE;
        /** Whether the partition still has it. */
        boolean held;

        /** The journal's record that held the video's state from its beginning. */
        long written = -1;

        /** How many bytes its whole state took when it was written last; many when that is not known. */
        int wholeBytes = Integer.MAX_VALUE;
        /** How many bytes its ranges took so far, while it is being written. */
        int rangeBytes;
        /** How many bytes it took to write what changed of it, the last time that this was done. */
        int changedBytes;

        private Note note;

        Entry(V video, byte[] utf8, long fingerprint) {
            this.video = video;
            this.utf8 = utf8;
            this.fingerprint = fingerprint;
        }

        /** The video. */
        public V video() {
            return video;
        }

        /** The bytes of its id; not to be changed. */
        public byte[] utf8() {
            return utf8;
        }

        /** What the listener notes of it, kept here so that it need not be looked up; null at first and after a restore. */
        public Note note() {
            return note;
        }

        /** Sets {@link #note()}. */
        public void note(Note newNote) {
            note = newNote;
        }

        /** Whether this is its id: these bytes of UTF-8. */
        public boolean isOf(byte[] bytes, int from, int length) {
            return Arrays.equals(utf8, 0, utf8.length, bytes, from, from + length);
        }

        /** Reads what is noted of the video, and changes nothing; see {@link Partition#ask(long, long)}. */
        public long ask() {
            return outstanding + (video == null ? 0 : 1);
        }

        /** As {@link #ask}, one step further: what {@link #isOf} and counting will read. */
        public long askVideo() {
            return utf8.length + video.ask();
        }

        /** As {@link #ask}, one step further: what publishing will read of the video and of its note. */
        long askNoted() {
            return video.ask() + (note == null ? 0 : note.ask());
        }

        /** Whether the figures that were published last are those of the partition's last whole second. */
        public boolean isUpToDate() {
            return !isBehind;
        }

        /** Whether its partition still knows it. */
        public boolean isKnown() {
            return held;
        }
    }

    /** What a listener notes of a video. */
    public interface Note {
        /** Reads what hearing of the video will read, and changes nothing; see {@link Partition#ask(long, long)}. */
        long ask();
    }

    /** Hears what a partition publishes. */
    public interface Listener<V extends Video> {
        /** The published figures of a video changed at the given whole second (epoch ms). */
        void changed(V video, long asOf);

        /** A point of the video's history changed; {@code record} when it is for the log of points as well. */
        void slot(V video, long start, boolean record);

        /** Nothing is kept of the video any longer. */
        void gone(V video);
    }
}
