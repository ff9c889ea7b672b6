package io.engage.figures.reactions;

import io.engage.figures.log.Slots;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import io.engage.figures.log.Video;
import java.time.Duration;

/**
 * Likes and dislikes of one video: totals for ever, and a window of ten seconds that slides every second and falls to 0 when
 * nobody clicks.
 *
 * <p>The window goes by the events' timestamps: at t = 15 s it holds (5 s, 15 s], so a like of 8 s that arrives only now is
 * in it. An event that arrives more than 30 s after its timestamp counts in the totals only; one that arrives before it
 * counts in the window once t gets there.
 *
 * <p>A point of the history holds what happened in its ten seconds, and is written again while events may still come in for
 * it, until 30 s after its end.
 *
 * <p>A video is live for this metric as long as its last reaction is less than 4 h old, and its totals are kept for 24 h more:
 * reactions are counted apart from views, so the end of the video is not known here.
 */
public final class Reactions implements Video {
    /** The length of the window, in seconds. */
    public static final int WINDOW = 10;

    /** How late an event may arrive and still land in the second it belongs to, in seconds. */
    public static final int LATENESS = 30;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long SILENCE = Duration.ofHours(4).toMillis();
    private static final long RETENTION = Duration.ofHours(24).toMillis();

    private final String id;
    private long likes;
    private long dislikes;
    private long lastEvent = NEVER;
    private final SecondCounts seconds = new SecondCounts();

    // What was published last.
    private boolean isPublished;
    private long publishedWindow;
    private long publishedLikes;
    private long publishedDislikes;

    /** The earliest slot that changed since its point was written; {@link Long#MAX_VALUE} when none did. */
    private long changedSlot = Long.MAX_VALUE;

    private long recordedSlot = NEVER;
    private long time = NEVER;

    public Reactions(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /** Counts a like. {@code date} is its timestamp. */
    public void like(long date, long arrival) {
        likes++;
        count(date, arrival, SecondCounts.pair(1, 0));
    }

    /** Counts a dislike. {@code date} is its timestamp. */
    public void dislike(long date, long arrival) {
        dislikes++;
        count(date, arrival, SecondCounts.pair(0, 1));
    }

    private void count(long date, long arrival, long pair) {
        lastEvent = arrival;
        time = Math.max(time, arrival);
        if (arrival - date > LATENESS * 1000L) {
            return;
        }
        long second = Slots.second(date);
        seconds.add(second, pair);
        changedSlot = Math.min(changedSlot, Slots.slot(second));
    }

    /** Likes in the slot (start, start + 10 s]; known until 30 s after its end. */
    public int likesIn(long start) {
        return SecondCounts.likes(seconds.sum(start, start + Slots.SECONDS));
    }

    /** Dislikes in the slot (start, start + 10 s]; known until 30 s after its end. */
    public int dislikesIn(long start) {
        return SecondCounts.dislikes(seconds.sum(start, start + Slots.SECONDS));
    }

    /** The figures of the last whole second; null before the first. */
    public ReactionFigures figures() {
        return isPublished
                ? new ReactionFigures(
                        SecondCounts.likes(publishedWindow),
                        SecondCounts.dislikes(publishedWindow),
                        publishedLikes,
                        publishedDislikes)
                : null;
    }

    @Override
    public long ask() {
        // The first and the last of its fields: they need not lie in one line of memory.
        return likes + time + (seconds == null ? 0 : 1);
    }

    @Override
    public long askParts() {
        return seconds.size();
    }

    @Override
    public long ask(long user, long session) {
        return seconds.ask();
    }

    @Override
    public long askPublished() {
        return seconds.ask();
    }

    @Override
    public void advance(long now) {
        time = Math.max(time, now);
    }

    @Override
    public long nextDue() {
        long second = Math.floorDiv(time, 1000L);
        long leaves = seconds.firstAfter(second - WINDOW);
        long enters = seconds.firstAfter(second);
        long due = lastEvent + SILENCE + RETENTION;
        if (leaves != Long.MAX_VALUE) {
            due = Math.min(due, (leaves + WINDOW) * 1000);
        }
        if (enters != Long.MAX_VALUE) {
            due = Math.min(due, enters * 1000);
        }
        return due;
    }

    @Override
    public boolean publish(long second) {
        long window = seconds.sum(second - WINDOW, second);
        if (isPublished && window == publishedWindow && likes == publishedLikes && dislikes == publishedDislikes) {
            return false;
        }
        isPublished = true;
        publishedWindow = window;
        publishedLikes = likes;
        publishedDislikes = dislikes;
        return true;
    }

    @Override
    public void slots(long second, SlotSink sink) {
        long slot = Slots.slot(second);
        boolean ends = Slots.ends(second);
        long earliest = Slots.slot(second - LATENESS - Slots.SECONDS);
        for (long start = Math.max(changedSlot, earliest); start < slot; start += Slots.SECONDS) {
            // A late event: what was recorded at the slot's end is recorded once more.
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
            long future = seconds.firstAfter(slot + Slots.SECONDS);
            changedSlot = future == Long.MAX_VALUE ? Long.MAX_VALUE : Slots.slot(future);
        }
        seconds.dropUntil(second - LATENESS - 2 * Slots.SECONDS);
    }

    @Override
    public void restored() {
        isPublished = false;
        recordedSlot = NEVER;
    }

    @Override
    public boolean gone(long now) {
        return lastEvent != NEVER && now >= lastEvent + SILENCE + RETENTION;
    }

    @Override
    public boolean writeChanges(StateWriter out) {
        out.count(likes);
        out.count(dislikes);
        out.time(lastEvent);
        seconds.write(out);
        return false;
    }

    @Override
    public void readChanges(StateReader in) {
        likes = in.total();
        dislikes = in.total();
        lastEvent = in.time();
        seconds.read(in);
        time = lastEvent;
        // The points of all seconds held may not have been written: they are, once more.
        long earliest = seconds.firstAfter(NEVER);
        changedSlot = earliest == Long.MAX_VALUE ? Long.MAX_VALUE : Slots.slot(earliest);
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
