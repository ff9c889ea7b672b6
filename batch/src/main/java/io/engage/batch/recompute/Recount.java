package io.engage.batch.recompute;

import io.engage.batch.archive.ArchivedEvent;
import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.Partition;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.Status;
import io.engage.figures.viewers.ViewerFigures;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of one video, from its events: those of each topic in the order of the log. Viewers and views are counted by
 * the very classes that count them live, with the arrivals that they had.
 */
final class Recount implements Partition.Listener<Audience> {
    private static final long MINUTE = 60_000;
    private static final long ANONYMOUS = 0;
    /** The events have been made distinct before. */
    private static final long SOME_HORIZON = 1;

    private final String video;
    private final Partition<Audience> partition;
    private final WatchTimes watchTimes;
    private final Set<String> users = new HashSet<>();
    private final Set<Long> sessions = new HashSet<>();
    private final TreeMap<Long, VideoMinute> minutes = new TreeMap<>();
    private final TreeMap<Long, Integer> viewersFrom = new TreeMap<>();

    private Audience audience;
    private boolean endedBySilence;
    private long likes;
    private long dislikes;
    private long comments;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    Recount(String video, SessionRules rules) {
        this.video = video;
        this.partition = new Partition<>(id -> new Audience(id, rules), SOME_HORIZON, this);
        this.watchTimes = new WatchTimes(video, rules);
    }

    void add(ArchivedEvent event) {
        first = Math.min(first, event.getTimestamp());
        last = Math.max(last, event.getTimestamp());
        switch (event.getEventType()) {
            case "like" -> {
                likes++;
                VideoMinute minute = minute(event.getTimestamp());
                minute.setLikes(minute.getLikes() + 1);
            }
            case "dislike" -> {
                dislikes++;
                VideoMinute minute = minute(event.getTimestamp());
                minute.setDislikes(minute.getDislikes() + 1);
            }
            case "comment" -> {
                comments++;
                VideoMinute minute = minute(event.getTimestamp());
                minute.setComments(minute.getComments() + 1);
            }
            default -> view(event);
        }
    }

    private VideoMinute minute(long time) {
        long start = Math.floorDiv(time, MINUTE) * MINUTE;
        return minutes.computeIfAbsent(start, s -> {
            VideoMinute minute = new VideoMinute();
            minute.setVideoId(video);
            minute.setMinute(s);
            return minute;
        });
    }

    private void view(ArchivedEvent event) {
        long date = event.getTimestamp();
        long arrival = partition.arrive(event.getArrival() < 0 ? date : event.getArrival(), event.getOffset());
        audience = partition.touch(video, arrival);
        long user = Fingerprint.of(event.getUserId());
        long session = event.getSessionId() == null ? ANONYMOUS : Fingerprint.of(event.getSessionId());
        switch (event.getEventType()) {
            case "start_video" -> {
                audience.startVideo(date, arrival, event.getUserId(), null, null);
                watchTimes.common(WatchTimes.Kind.START, date, arrival);
            }
            case "end_video" -> {
                audience.endVideo(date, arrival);
                watchTimes.common(WatchTimes.Kind.END, date, arrival);
            }
            case "play" -> {
                if (isOver() && date > audience.figures().endedAt()) {
                    watchTimes.common(WatchTimes.Kind.REVIVAL, date, arrival);
                }
                audience.play(date, arrival, user, session);
                seen(event.getUserId(), session);
                watchTimes.step(WatchTimes.Kind.PLAY, date, arrival, user, session);
            }
            case "leave" -> {
                audience.leave(date, arrival, user, session);
                watchTimes.step(WatchTimes.Kind.LEAVE, date, arrival, user, session);
            }
            case "heartbeat" -> {
                audience.heartbeat(date, arrival, user, session);
                if (session != ANONYMOUS) {
                    seen(event.getUserId(), session);
                    watchTimes.step(WatchTimes.Kind.HEARTBEAT, date, arrival, user, session);
                }
            }
            default -> throw new IllegalStateException("No event of a video's audience: " + event.getEventType());
        }
    }

    private boolean isOver() {
        return audience.figures() != null && audience.figures().status() == Status.ENDED;
    }

    private void seen(String user, long session) {
        if (session == ANONYMOUS || sessions.add(session)) {
            users.add(user);
        }
    }

    @Override
    public void changed(Audience changed, long asOf) {
        ViewerFigures figures = changed.figures();
        if (figures == null) {
            return;
        }
        viewersFrom.put(asOf, figures.viewers());
        if (figures.status() == Status.ENDED && !endedBySilence) {
            endedBySilence = true;
            watchTimes.common(WatchTimes.Kind.END, figures.endedAt(), asOf);
        } else if (figures.status() == Status.LIVE) {
            endedBySilence = false;
        }
    }

    @Override
    public void slot(Audience changed, long start, boolean record) {}

    @Override
    public void gone(Audience changed) {}

    /** The totals, when nothing more arrived until the given time. */
    VideoTotals totals(long until) {
        partition.idle(until);
        VideoTotals totals = new VideoTotals();
        totals.setVideoId(video);
        if (audience != null && audience.figures() != null) {
            ViewerFigures figures = audience.figures();
            totals.setViews(figures.views());
            totals.setPeakViewers(figures.peakViewers());
            totals.setEndedAt(figures.endedAt());
            totals.setUniqueViewers(users.size());
            watch(totals, watchTimes.until(until));
        }
        totals.setLikes(likes);
        totals.setDislikes(dislikes);
        totals.setComments(comments);
        totals.setFirstEvent(first);
        totals.setLastEvent(last);
        return totals;
    }

    private static void watch(VideoTotals totals, long[] times) {
        long sum = 0;
        for (long time : times) {
            sum += time;
        }
        int n = times.length;
        totals.setWatchTotal(sum / 1000.0);
        totals.setWatchMean(n == 0 ? 0 : sum / 1000.0 / n);
        totals.setWatchMedian(n == 0 ? 0 : (times[(n - 1) / 2] + times[n / 2]) / 2000.0);
    }

    /** Its minutes, in order; to be called after {@link #totals}. */
    Iterable<VideoMinute> minutes() {
        if (!viewersFrom.isEmpty()) {
            long end = Math.max(viewersFrom.lastKey(), minutes.isEmpty() ? 0 : minutes.lastKey());
            for (long start = Math.floorDiv(viewersFrom.firstKey(), MINUTE) * MINUTE; start <= end; start += MINUTE) {
                minute(start);
            }
        }
        minutes.forEach((start, minute) -> {
            var viewers = viewersFrom.floorEntry(start + MINUTE);
            minute.setViewers(viewers == null ? 0 : viewers.getValue());
        });
        return minutes.values();
    }
}
