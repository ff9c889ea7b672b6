package io.engage.batch.recompute;

import io.engage.batch.archive.ArchivedEvent;
import io.engage.batch.archive.IdSet;
import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.Partition;
import io.engage.figures.viewers.Attendance;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.ViewerFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of one video, from its distinct events: those of each topic in the order of the log. Viewers, views and sessions are
 * counted by the very classes that count them live, with the arrivals that they had. Only one thing is otherwise: nothing is
 * forgotten, so the totals are those of all that is archived of the video, even if it was over for more than a day in between.
 */
final class Recount implements Partition.Listener<Audience>, Attendance {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long ANONYMOUS = 0;
    /** The events have been made distinct before. */
    private static final long SOME_HORIZON = 1;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final String video;
    private final Partition<Audience> partition;
    private final SessionRules rules;

    private final IdSet users = new IdSet();
    private final Map<Long, Sitting> named = new HashMap<>();
    private final List<Long> anonymous = new ArrayList<>();
    private final TreeMap<Long, VideoMinute> minutes = new TreeMap<>();
    /** By the minute's start, what was published last in it. */
    private final TreeMap<Long, Integer> viewersAtEnd = new TreeMap<>();

    private Audience audience;
    private long lastArrival;
    private long likes;
    private long dislikes;
    private long comments;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** How long a named session has been open in all, and since when it is, if it is. */
    private static final class Sitting {
        private long openedAt;
        private long watched;
    }

    Recount(String video, SessionRules live) {
        this.video = video;
        this.rules = new SessionRules(
                live.heartbeatSilence(), live.playSilence(), live.leaveWait(), live.videoSilence(), FOR_EVER);
        this.partition = new Partition<>(id -> new Audience(id, rules, this), SOME_HORIZON, this);
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
        return minutes.computeIfAbsent(Math.floorDiv(time, MINUTE) * MINUTE, start -> new VideoMinute(video, start));
    }

    private void view(ArchivedEvent event) {
        long date = event.getTimestamp();
        lastArrival = partition.arrive(event.getArrival(), event.getOffset());
        audience = partition.touch(video, lastArrival);
        long user = Fingerprint.of(event.getUserId());
        long session = event.getSessionId() == null ? ANONYMOUS : Fingerprint.of(event.getSessionId());
        switch (event.getEventType()) {
            case "start_video" -> audience.startVideo(date, lastArrival, event.getUserId(), null, null);
            case "end_video" -> audience.endVideo(date, lastArrival);
            case "play" -> audience.play(date, lastArrival, user, session);
            case "leave" -> audience.leave(date, lastArrival, user, session);
            case "heartbeat" -> audience.heartbeat(date, lastArrival, user, session);
            default -> throw new IllegalStateException("No event of a video's audience: " + event.getEventType());
        }
    }

    @Override
    public void viewed(long user) {
        users.add(user);
    }

    @Override
    public void opened(long session, long at) {
        named.computeIfAbsent(session, s -> new Sitting()).openedAt = at;
    }

    @Override
    public void closed(long session, long at) {
        Sitting sitting = named.get(session);
        sitting.watched += at - sitting.openedAt;
    }

    @Override
    public void closedAnonymous(long openedAt, long at) {
        anonymous.add(at - openedAt);
    }

    @Override
    public void changed(Audience changed, long asOf) {
        // What is published at a minute's end is of that minute.
        viewersAtEnd.put(Math.floorDiv(asOf - 1, MINUTE) * MINUTE, changed.publishedViewers());
    }

    @Override
    public void slot(Audience changed, long start, boolean record) {}

    @Override
    public void gone(Audience changed) {}

    /**
     * The figures, when nothing more arrived until the given time. To be asked for once, behind the last event.
     *
     * @param until epoch ms
     */
    VideoFigures figures(long until) {
        if (audience != null) {
            // After that much silence nothing changes any more.
            long still = lastArrival
                    + Math.max(
                            rules.videoSilence().toMillis(), rules.playSilence().toMillis());
            // Figures are those of whole seconds: the one that is begun has to end.
            partition.idle(Math.min(until, still) + SECOND);
        }
        VideoTotals totals = new VideoTotals();
        totals.setVideoId(video);
        if (audience != null && audience.figures() != null) {
            ViewerFigures figures = audience.figures();
            totals.setViews(figures.views());
            totals.setPeakViewers(figures.peakViewers());
            totals.setEndedAt(figures.endedAt());
            totals.setUniqueViewers(users.size());
            watch(totals, figures.views(), Math.max(until, lastArrival));
        }
        totals.setLikes(likes);
        totals.setDislikes(dislikes);
        totals.setComments(comments);
        totals.setFirstEvent(first);
        totals.setLastEvent(last);
        return new VideoFigures(totals, minutes());
    }

    private void watch(VideoTotals totals, long views, long until) {
        // Closes what is still open, so that it counts up to now.
        audience.endVideo(Long.MAX_VALUE, until);
        // A view that was never open is one of 0.
        long[] times = new long[Math.toIntExact(views)];
        int n = 0;
        for (Sitting sitting : named.values()) {
            times[n++] = sitting.watched;
        }
        for (long time : anonymous) {
            times[n++] = time;
        }
        Arrays.sort(times);
        long sum = Arrays.stream(times).sum();
        totals.setWatchTotal(sum / 1000.0);
        totals.setWatchMean(times.length == 0 ? 0 : sum / 1000.0 / times.length);
        totals.setWatchMedian(
                times.length == 0 ? 0 : (times[(times.length - 1) / 2] + times[times.length / 2]) / 2000.0);
    }

    private List<VideoMinute> minutes() {
        if (!viewersAtEnd.isEmpty()) {
            long end = Math.max(viewersAtEnd.lastKey(), minutes.isEmpty() ? Long.MIN_VALUE : minutes.lastKey());
            for (long start = viewersAtEnd.firstKey(); start <= end; start += MINUTE) {
                minute(start);
            }
        }
        minutes.forEach((start, minute) -> {
            var viewers = viewersAtEnd.floorEntry(start);
            minute.setViewers(viewers == null ? 0 : viewers.getValue());
        });
        return new ArrayList<>(minutes.values());
    }
}
