package io.engage.figures.comments;

import io.engage.figures.comments.WordWindow.Entry;
import io.engage.figures.log.Slots;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import io.engage.figures.log.Video;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The comments of one video: their number for ever, and over the last sixty seconds their number, popular words and sentiment.
 *
 * <p>The window goes by timestamps and slides every second: at t it holds (t − 60 s, t], so nothing is left of it a minute after the last comment. A comment
 * that arrives more than 30 s after its timestamp counts in the total only; one dated ahead counts in the window once t gets there.
 *
 * <p>What is carried over a crash is the total; the window is read from the log again ({@link #REACH}).
 */
public final class Comments implements Video {
    /** The length of the window, in seconds. */
    public static final int WINDOW = 60;

    /** How late a comment may arrive and still land in the second it belongs to, in seconds. */
    public static final int LATENESS = 30;

    /** How far back from t a record can lie and still matter for the window, the history or as a duplicate: it may be dated five minutes ahead. */
    public static final Duration REACH = Duration.ofMinutes(5).plusSeconds(WINDOW + LATENESS + 2 * Slots.SECONDS);

    /** How many of the last comments are kept; none of a video that was silent for {@link #REACH}, as after a restart. */
    public static final int LAST = 100;

    private static final int POPULAR = 10;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long SILENCE = Duration.ofHours(4).toMillis();
    private static final long RETENTION = Duration.ofHours(24).toMillis();

    private final String id;
    private final Shared shared;

    private long total;
    private long totalUntil = -1;
    private long lastEvent = NEVER;
    private long time = NEVER;

    private final TreeMap<Long, Second> seconds = new TreeMap<>();
    private final WordWindow words = new WordWindow();
    private final Sampler.Demand demand = new Sampler.Demand();
    private final Deque<LastComment> last = new ArrayDeque<>();

    private long windowEnd = NEVER;
    private CommentFigures published;
    private boolean changed;
    private long changedSlot = Long.MAX_VALUE;
    private long recordedSlot = NEVER;

    /**
     * What the videos of one instance share.
     *
     * @param sampler chooses what is scored
     * @param scorer gives a text its score from 0 to 4, NaN without evidence
     * @param pooled the variance of scores over all videos
     * @param room bounds the memory that the words of all windows take
     * @param quietUntil nothing is published before and at this second (epoch seconds): while the log is read again
     */
    public record Shared(
            Sampler sampler,
            ToDoubleFunction<String> scorer,
            PooledVariance pooled,
            Room room,
            LongSupplier quietUntil) {}

    public Comments(String id, Shared shared) {
        this.id = id;
        this.shared = shared;
    }

    @Override
    public String id() {
        return id;
    }

    /** The comments of one second, by their timestamps. */
    private static final class Second {
        final SampleSums sample = new SampleSums();
        long[] users = new long[4];
        int[] ends = new int[4];
        Entry[] entries = new Entry[8];
        int comments;
        /** So many places in the room are taken by them. */
        long places;
        /** So many of the comments are in the window. */
        int entered;

        void add(long user, List<Entry> found) {
            if (comments == users.length) {
                users = Arrays.copyOf(users, grown(comments));
                ends = Arrays.copyOf(ends, grown(comments));
            }
            int from = comments == 0 ? 0 : ends[comments - 1];
            int to = from + found.size();
            if (to > entries.length) {
                entries = Arrays.copyOf(entries, Math.max(to, grown(entries.length)));
            }
            for (int i = from; i < to; i++) {
                entries[i] = found.get(i - from);
            }
            users[comments] = user;
            ends[comments++] = to;
        }

        /** Gives back what the arrays have too much; the second is over, so few or none come late. */
        void trim() {
            users = Arrays.copyOf(users, comments);
            ends = Arrays.copyOf(ends, comments);
            entries = Arrays.copyOf(entries, comments == 0 ? 0 : ends[comments - 1]);
        }

        private static int grown(int length) {
            return length + Math.max(4, length / 2);
        }

        int begin(int comment) {
            return comment == 0 ? 0 : ends[comment - 1];
        }
    }

    /** A comment as it is counted. */
    public record Said(String eventId, String userId, long user, String text, long timestamp) {}

    /**
     * Counts a comment.
     *
     * @param offset of its record
     * @param terms reads its words
     */
    public void say(Said comment, long arrival, long offset, Words terms) {
        if (offset > totalUntil) {
            total++;
            totalUntil = offset;
            changed = true;
        }
        lastEvent = Math.max(lastEvent, arrival);
        time = Math.max(time, arrival);
        double score = Double.NaN;
        if (arrival - comment.timestamp() <= LATENESS * 1000L) {
            score = count(comment, terms);
        }
        last.addFirst(new LastComment(
                offset, comment.eventId(), comment.userId(), comment.text(), comment.timestamp(), arrival, score));
        if (last.size() > LAST) {
            last.removeLast();
        }
    }

    private double count(Said comment, Words terms) {
        long dated = Slots.second(comment.timestamp());
        if (dated <= Math.max(windowEnd, shared.quietUntil().getAsLong()) - WINDOW) {
            return Double.NaN;
        }
        Second second = seconds.computeIfAbsent(dated, s -> new Second());
        double probability = shared.sampler().choose(demand, chosenInWindow());
        double score = Double.NaN;
        if (probability > 0) {
            score = shared.scorer().applyAsDouble(comment.text());
            second.sample.chosen(probability, score);
        } else {
            second.sample.leftOut();
        }
        terms.read(comment.text());
        int places = Room.placesFor(terms.size());
        if (shared.room().take(places)) {
            second.places += places;
            second.add(comment.user(), words.resolve(terms));
        }
        changed = true;
        changedSlot = Math.min(changedSlot, Slots.slot(dated));
        return score;
    }

    private int chosenInWindow() {
        long end = Slots.second(time);
        int chosen = 0;
        for (Second second : seconds.tailMap(end - WINDOW, false).values()) {
            chosen += second.sample.chosen();
            if (chosen >= Sampler.LEAST) {
                break;
            }
        }
        return chosen;
    }

    /** All comments so far. */
    public long total() {
        return total;
    }

    /** A record at this offset was a duplicate of one that was counted. */
    public void passOver(long offset) {
        totalUntil = Math.max(totalUntil, offset);
    }

    /** Takes in a total from before: of several the one that holds the most records. */
    public void restoreTotal(long comments, long until, long arrival) {
        if (until >= totalUntil) {
            total = comments;
            totalUntil = until;
            lastEvent = arrival;
            time = Math.max(time, arrival);
        }
    }

    /** The offset of the last record that the total holds; -1 for none. */
    public long totalUntil() {
        return totalUntil;
    }

    /** When the last comment arrived, epoch ms. */
    public long lastArrival() {
        return lastEvent;
    }

    /** The figures of the last whole second; null before the first. */
    public CommentFigures figures() {
        return published;
    }

    /** Those of the last hundred comments that came after an offset, the newest first. */
    public List<LastComment> lastAfter(long offset) {
        return last.stream().takeWhile(comment -> comment.offset() > offset).toList();
    }

    @Override
    public void advance(long now) {
        time = Math.max(time, now);
    }

    @Override
    public long nextDue() {
        long end = Math.max(windowEnd, Math.floorDiv(time, 1000L));
        long due = Math.max(lastEvent, 0) + SILENCE + RETENTION;
        long quiet = shared.quietUntil().getAsLong();
        if (end <= quiet) {
            due = Math.min(due, (quiet + 1) * 1000);
        }
        if (!seconds.isEmpty()) {
            Long leaves = seconds.higherKey(end - WINDOW);
            Long enters = seconds.higherKey(end);
            if (leaves != null) {
                due = Math.min(due, (leaves + WINDOW) * 1000);
            }
            if (enters != null) {
                due = Math.min(due, enters * 1000);
            }
        }
        return due;
    }

    @Override
    public boolean publish(long second) {
        slide(second);
        if (second <= shared.quietUntil().getAsLong()) {
            return false;
        }
        if (!changed && published != null) {
            return false;
        }
        changed = false;
        CommentFigures now = figuresAt(second);
        if (now.equals(published)) {
            return false;
        }
        published = now;
        return true;
    }

    private void slide(long end) {
        windowEnd = end;
        for (Map.Entry<Long, Second> at : seconds.headMap(end, true).entrySet()) {
            Second second = at.getValue();
            if (at.getKey() <= end - WINDOW) {
                if (second.users != null) {
                    for (int i = 0; i < second.entered; i++) {
                        words.leave(second.users[i], second.entries, second.begin(i), second.ends[i]);
                    }
                    shared.room().giveBack(second.places);
                    second.users = null;
                    second.entries = null;
                    second.ends = null;
                    changed = true;
                }
            } else if (second.entered < second.comments) {
                for (int i = second.entered; i < second.comments; i++) {
                    words.enter(second.users[i], second.entries, second.begin(i), second.ends[i]);
                }
                second.entered = second.comments;
                second.trim();
                changed = true;
            }
        }
    }

    private CommentFigures figuresAt(long end) {
        SampleSums window = sample(end - WINDOW, end);
        boolean known = window.scored() > 0;
        shared.pooled().add(window);
        double rate = window.comments() == 0 ? 1 : (double) window.chosen() / window.comments();
        return new CommentFigures(
                total,
                window.comments(),
                words.top(POPULAR),
                known ? rounded(window.mean()) : null,
                rounded(rate),
                window.scored(),
                known ? rounded(window.margin(shared.pooled().value())) : null);
    }

    private SampleSums sample(long after, long until) {
        SampleSums sums = new SampleSums();
        for (Second second : seconds.subMap(after, false, until, true).values()) {
            sums.add(second.sample);
        }
        return sums;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** Gives back the room that the window takes: nothing is asked of this video any longer. */
    public void giveUp() {
        for (Second second : seconds.values()) {
            if (second.users != null) {
                shared.room().giveBack(second.places);
            }
        }
        seconds.clear();
    }

    /** How many comments are dated in the slot (start, start + 10 s]; known until 30 s after its end. */
    public int commentsIn(long start) {
        return sample(start, start + Slots.SECONDS).comments();
    }

    /** The mean score of the slot (start, start + 10 s], null without evidence; known until 30 s after its end. */
    public Double sentimentIn(long start) {
        SampleSums slot = sample(start, start + Slots.SECONDS);
        return slot.scored() == 0 ? null : rounded(slot.mean());
    }

    @Override
    public void slots(long second, SlotSink sink) {
        slide(second);
        long slot = Slots.slot(second);
        boolean ends = Slots.ends(second);
        boolean quiet = second <= shared.quietUntil().getAsLong();
        if (!quiet) {
            long earliest = Slots.slot(second - LATENESS - Slots.SECONDS);
            for (long start = Math.max(changedSlot, earliest); start < slot; start += Slots.SECONDS) {
                sink.slot(start, true);
            }
            boolean live = second * 1000 < lastEvent + SILENCE;
            boolean record = ends && live && recordedSlot != slot;
            if (record) {
                recordedSlot = slot;
            }
            if (record || changedSlot <= slot) {
                sink.slot(slot, record);
            }
            if (changedSlot <= slot) {
                Long future = seconds.higherKey(slot + Slots.SECONDS);
                changedSlot = future == null ? Long.MAX_VALUE : Slots.slot(future);
            }
        }
        seconds.headMap(second - Math.max(WINDOW, LATENESS + 2 * Slots.SECONDS), true)
                .clear();
        if (second * 1000 > lastEvent + REACH.toMillis()) {
            last.clear();
        }
    }

    @Override
    public boolean gone(long now) {
        return lastEvent != NEVER && now >= lastEvent + SILENCE + RETENTION;
    }

    /** The total; the window is read from the log again. */
    @Override
    public boolean writeChanges(StateWriter out) {
        out.count(total);
        out.signed(totalUntil);
        out.signed(lastEvent);
        return false;
    }

    @Override
    public void readChanges(StateReader in) {
        restoreTotal(in.total(), in.signed(), in.signed());
    }

    @Override
    public long writeRange(StateWriter out, long from) {
        writeChanges(out);
        return 0;
    }

    @Override
    public void readRange(StateReader in) {
        readChanges(in);
    }
}
