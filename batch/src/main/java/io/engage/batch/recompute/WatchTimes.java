package io.engage.batch.recompute;

import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long each session of one video was open, from its opening to its closing by arrival, by the session rules of
 * {@link Audience}: each named session, and each user without one, has an audience of its own, which hears what concerns it and
 * what concerns the whole video. A session that was reopened is one, with its times added. Of several open anonymous sessions of a
 * user the oldest closes first.
 */
final class WatchTimes {
    /** What happens to a session or to the whole video. */
    enum Kind {
        START,
        END,
        /** Somebody's play made the ended video live again. */
        REVIVAL,
        PLAY,
        LEAVE,
        HEARTBEAT
    }

    /** 0 for a session that is not named. */
    private record Step(Kind kind, long date, long arrival, long user, long session) {}

    /** The end of the video by silence is told as an end; an audience of few must not find it silent by itself. */
    private static final Duration NEVER = Duration.ofDays(3650);

    private final String video;
    private final SessionRules rules;
    private final List<Step> common = new ArrayList<>();
    private final Map<Long, List<Step>> bySession = new HashMap<>();
    private final Map<Long, List<Step>> byUser = new HashMap<>();

    WatchTimes(String video, SessionRules rules) {
        this.video = video;
        this.rules = new SessionRules(
                rules.heartbeatSilence(), rules.playSilence(), rules.leaveWait(), NEVER, NEVER.multipliedBy(2));
    }

    /** Something of the whole video. */
    void common(Kind kind, long date, long arrival) {
        common.add(new Step(kind, date, arrival, 0, 0));
    }

    /** Something of a session. */
    void step(Kind kind, long date, long arrival, long user, long session) {
        Step step = new Step(kind, date, arrival, user, session);
        (session == 0 ? byUser : bySession)
                .computeIfAbsent(session == 0 ? user : session, k -> new ArrayList<>(4))
                .add(step);
    }

    /** The times of all sessions in ms, in order; those still open count up to the given time. */
    long[] until(long time) {
        List<Long> times = new ArrayList<>();
        bySession.values().forEach(steps -> {
            long sum = 0;
            for (long part : times(steps, time)) {
                sum += part;
            }
            if (steps.stream().anyMatch(step -> step.kind != Kind.LEAVE)) {
                times.add(sum);
            }
        });
        byUser.values().forEach(steps -> {
            List<Long> open = times(steps, time);
            long plays = steps.stream().filter(step -> step.kind == Kind.PLAY).count();
            times.addAll(open);
            // Those that were closed as they opened.
            for (long i = open.size(); i < plays; i++) {
                times.add(0L);
            }
        });
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private List<Long> times(List<Step> own, long until) {
        Follower follower = new Follower(new Audience(video, rules));
        int c = 0;
        for (Step step : own) {
            while (c < common.size() && common.get(c).arrival <= step.arrival && before(common.get(c), step)) {
                follower.hear(common.get(c++));
            }
            follower.hear(step);
        }
        while (c < common.size()) {
            follower.hear(common.get(c++));
        }
        return follower.finish(until);
    }

    /** An end of the same millisecond counts as coming later: only the log's order would tell, and it makes no difference in time. */
    private static boolean before(Step common, Step own) {
        return common.kind != Kind.END || common.arrival < own.arrival;
    }

    private static final class Follower {
        private final Audience audience;
        private final Deque<Long> open = new ArrayDeque<>();
        private final List<Long> closed = new ArrayList<>();

        Follower(Audience audience) {
            this.audience = audience;
        }

        void hear(Step step) {
            pass(step.arrival);
            switch (step.kind) {
                case START -> audience.startVideo(step.date, step.arrival, "", null, null);
                case END -> audience.endVideo(step.date, step.arrival);
                case REVIVAL -> {
                    audience.play(step.date, step.arrival, 1, 0);
                    audience.leave(step.date, step.arrival, 1, 0);
                }
                case PLAY -> audience.play(step.date, step.arrival, step.user, step.session);
                case LEAVE -> audience.leave(step.date, step.arrival, step.user, step.session);
                case HEARTBEAT -> audience.heartbeat(step.date, step.arrival, step.user, step.session);
            }
            look(step.arrival);
        }

        /** What falls due by itself up to the time. */
        private void pass(long time) {
            for (long due = audience.nextDue(); due <= time; due = audience.nextDue()) {
                audience.advance(due);
                look(due);
            }
        }

        private void look(long time) {
            audience.publish(Math.floorDiv(time, 1000L));
            int viewers = audience.figures() == null ? 0 : audience.figures().viewers();
            while (open.size() < viewers) {
                open.add(time);
            }
            while (open.size() > viewers) {
                closed.add(time - open.remove());
            }
        }

        List<Long> finish(long time) {
            pass(time);
            for (long opened : open) {
                closed.add(Math.max(0, time - opened));
            }
            return closed;
        }
    }
}
