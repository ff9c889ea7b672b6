package io.engage.figures.viewers;

import io.engage.figures.log.Slots;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import io.engage.figures.log.Video;
import java.time.Duration;
import java.util.Objects;

/**
 * Who watches one video. Two clocks are kept apart: the <em>date</em> of an event is its timestamp, by the sender's clock,
 * and decides what came before what; its <em>arrival</em> decides how long something has been silent.
 *
 * <p>A named session is one view for ever. It opens at its first play or heartbeat; a leave that is not dated before its
 * last sign of life closes it, and so do the end of the video and silence; a play or heartbeat dated after that opens it
 * again. Each anonymous play is a session and a view of its own; a leave closes the user's oldest open one that is not dated
 * after it. A leave that finds nothing to close waits 30 s for the play it overtook.
 *
 * <p>Worked example, seconds: anonymous plays of B at 2 and 3 are two views and two viewers; a leave of C at 6 waits; the
 * play of C dated 5.5 arrives at 8, is a view, and is closed at once; a leave of B at 9 closes the session of 2.
 *
 * <p>An {@code end_video} closes all sessions. A play dated at or before it is a view and opens nothing; a later play or
 * {@code start_video} makes the video live again. An {@code end_video} dated before the latest {@code start_video} was
 * overtaken by the restart: it closes only the sessions of before and the video stays live. A heartbeat does not revive an
 * ended video: players go on beating for a while.
 */
public final class Audience implements Video {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long GONE_AFTER = Duration.ofDays(8).toMillis();

    private final String id;
    private final SessionRules rules;
    private final Attendance attendance;
    private final SessionTable.Silence silenceOfNamed;
    private final SessionTable.Silence silenceOfAnonymous;

    private Status status = Status.UNKNOWN;
    private String title;
    private String broadcasterId;
    private Place place;
    private long startedAt = NEVER;
    private long lastStart = NEVER;
    private long lastEnd = NEVER;
    private long endedAt = NEVER;
    private long endArrival = NEVER;
    private long lastEvent = NEVER;
    private int open;
    private int peak;
    private long views;
    private final UniqueUsers users = new UniqueUsers();
    private final SessionTable named = new SessionTable();
    private final SessionTable anonymous = new SessionTable();

    private boolean detailsChanged;
    /** Whether details may be other than those published. */
    private boolean detailsAreNews = true;

    /** When something is due of the video as a whole; may be too early. */
    private long nextDeadline = Long.MAX_VALUE;
    /** When something is due of one of its sessions; may be too early. */
    private long nextSessionDeadline = Long.MAX_VALUE;

    // What was published last; nothing while the details are null.
    private Details published;
    private int publishedViewers;
    private long publishedViews;
    private int publishedPeak;

    private boolean forgottenPublished;
    private long pointSlot = NEVER;
    private int pointViewers = -1;
    private long recordedSlot = NEVER;

    /** What changes seldom of what is published. */
    private record Details(
            Status status, String title, String broadcasterId, Place place, long startedAt, long endedAt) {}

    public Audience(String id, SessionRules rules) {
        this(id, rules, Attendance.UNHEARD);
    }

    /** @param attendance hears of views and sessions */
    public Audience(String id, SessionRules rules, Attendance attendance) {
        this.id = id;
        this.rules = rules;
        this.attendance = attendance;
        this.silenceOfNamed = (session, heard, due) -> attendance.closed(session, due);
        this.silenceOfAnonymous = (user, heard, due) -> attendance.closedAnonymous(heard, due);
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * A broadcaster starts, or starts again.
     *
     * @param date the event's timestamp
     * @param arrival when it arrived
     * @param broadcaster the user id
     * @param newTitle null when not given
     * @param newPlace null when not given
     */
    public void startVideo(long date, long arrival, String broadcaster, String newTitle, Place newPlace) {
        if (!heard(date, arrival, true)) {
            return;
        }
        detailsChange();
        if (date >= lastStart) {
            broadcasterId = broadcaster;
            title = newTitle == null ? title : newTitle;
            place = newPlace == null ? place : newPlace;
            if (status == Status.LIVE && date > lastEnd) {
                startedAt = date;
            }
            lastStart = date;
        }
    }

    /** The broadcaster ends the video. */
    public void endVideo(long date, long arrival) {
        if (!heard(date, arrival, false)) {
            return;
        }
        detailsChange();
        lastEnd = Math.max(lastEnd, date);
        expireSessions(arrival);
        if (date < lastStart) {
            closeOpen(date, arrival);
            return;
        }
        end(lastEnd, arrival);
    }

    /** A viewer begins to watch. {@code session} is the fingerprint of the session id; 0 when there is none. */
    public void play(long date, long arrival, long user, long session) {
        if (!heard(date, arrival, true)) {
            return;
        }
        if (session != 0) {
            signOfLife(date, arrival, user, session, false);
            return;
        }
        viewed(user);
        if (!opens(date)) {
            return;
        }
        settleAnonymous(user, arrival);
        int leave = firstWaitingLeave(user, date);
        if (leave >= 0) {
            anonymous.remove(leave);
        } else {
            anonymous.add(user, SessionTable.OPEN, date, arrival, false);
            open++;
            sessionDue(arrival + rules.playSilence().toMillis());
        }
    }

    /** A viewer still watches. Without a session it says no more than that the video is alive. */
    public void heartbeat(long date, long arrival, long user, long session) {
        if (heard(date, arrival, false) && session != 0) {
            signOfLife(date, arrival, user, session, true);
        }
    }

    /** A viewer leaves. */
    public void leave(long date, long arrival, long user, long session) {
        if (status == Status.FORGOTTEN) {
            return;
        }
        lastEvent = arrival;
        if (session != 0) {
            leaveNamed(date, arrival, session);
        } else {
            leaveAnonymous(date, arrival, user);
        }
    }

    private void leaveNamed(long date, long arrival, long session) {
        int at = settled(session, arrival);
        if (at < 0) {
            named.add(session, SessionTable.WAITING_LEAVE, date, arrival, false);
            sessionDue(arrival + rules.leaveWait().toMillis());
            return;
        }
        switch (named.kind(at)) {
            case SessionTable.OPEN -> {
                if (date >= named.date(at)) {
                    named.set(at, SessionTable.CLOSED, date, arrival, named.sentHeartbeat(at));
                    open--;
                    attendance.closed(session, arrival);
                }
            }
            case SessionTable.WAITING_LEAVE -> {
                named.set(at, SessionTable.WAITING_LEAVE, Math.max(date, named.date(at)), arrival, false);
            }
            default -> {
                if (date > named.date(at)) {
                    named.set(at, SessionTable.CLOSED, date, named.arrival(at), named.sentHeartbeat(at));
                }
            }
        }
    }

    private void leaveAnonymous(long date, long arrival, long user) {
        settleAnonymous(user, arrival);
        int oldest = -1;
        for (int at = anonymous.find(user); at >= 0; at = anonymous.findNext(user, at)) {
            if (anonymous.kind(at) == SessionTable.OPEN
                    && anonymous.date(at) <= date
                    && (oldest < 0 || comesBefore(at, oldest))) {
                oldest = at;
            }
        }
        if (oldest >= 0) {
            attendance.closedAnonymous(anonymous.arrival(oldest), arrival);
            anonymous.remove(oldest);
            open--;
        } else {
            anonymous.add(user, SessionTable.WAITING_LEAVE, date, arrival, false);
            sessionDue(arrival + rules.leaveWait().toMillis());
        }
    }

    /** The place of a named session, or -1, with what silence did to it until now done. All others wait for the whole second. */
    private int settled(long session, long now) {
        int at = named.find(session);
        long due = at < 0 ? Long.MAX_VALUE : named.deadline(at, rules);
        if (due > now) {
            return at;
        }
        open -= named.expireAt(at, due, true, silenceOfNamed);
        return named.find(session);
    }

    /** Does what silence did to a user's anonymous sessions until now. */
    private void settleAnonymous(long user, long now) {
        if (now < nextSessionDeadline) {
            return;
        }
        int at = anonymous.find(user);
        while (at >= 0) {
            long due = anonymous.deadline(at, rules);
            if (due <= now) {
                open -= anonymous.expireAt(at, due, false, silenceOfAnonymous);
                at = anonymous.find(user);
            } else {
                at = anonymous.findNext(user, at);
            }
        }
    }

    /** Of the user's waiting leaves not dated before the play, the one dated first. */
    private int firstWaitingLeave(long user, long playDate) {
        int first = -1;
        for (int at = anonymous.find(user); at >= 0; at = anonymous.findNext(user, at)) {
            if (anonymous.kind(at) == SessionTable.WAITING_LEAVE
                    && anonymous.date(at) >= playDate
                    && (first < 0 || comesBefore(at, first))) {
                first = at;
            }
        }
        return first;
    }

    private boolean comesBefore(int a, int b) {
        return anonymous.date(a) < anonymous.date(b)
                || (anonymous.date(a) == anonymous.date(b) && anonymous.arrival(a) < anonymous.arrival(b));
    }

    private void signOfLife(long date, long arrival, long user, long session, boolean heartbeat) {
        int at = settled(session, arrival);
        int kind = at < 0 ? 0 : named.kind(at);
        if (kind == 0 || kind == SessionTable.WAITING_LEAVE) {
            viewed(user);
            boolean left = kind == SessionTable.WAITING_LEAVE && named.date(at) >= date;
            long known = left ? named.date(at) : date;
            int now = left || !opens(date) ? SessionTable.CLOSED : SessionTable.OPEN;
            if (at < 0) {
                named.add(session, now, known, arrival, heartbeat);
            } else {
                named.set(at, now, known, arrival, heartbeat);
            }
            if (now == SessionTable.OPEN) {
                opened(session, arrival, heartbeat);
            }
            return;
        }
        boolean beats = heartbeat || named.sentHeartbeat(at);
        if (kind == SessionTable.OPEN) {
            named.set(at, SessionTable.OPEN, Math.max(date, named.date(at)), arrival, beats);
            sessionDue(deadline(arrival, beats));
        } else if (opens(date) && date > named.date(at)) {
            named.set(at, SessionTable.OPEN, date, arrival, beats);
            opened(session, arrival, beats);
        }
    }

    private void viewed(long user) {
        views++;
        users.add(user);
        attendance.viewed(user);
    }

    private void opened(long session, long arrival, boolean beats) {
        open++;
        attendance.opened(session, arrival);
        sessionDue(deadline(arrival, beats));
    }

    private long deadline(long arrival, boolean beats) {
        return arrival + (beats ? rules.heartbeatSilence() : rules.playSilence()).toMillis();
    }

    private boolean opens(long date) {
        return status == Status.LIVE && date > lastEnd;
    }

    /**
     * Notes that something was heard of the video.
     *
     * @param revives whether it makes an ended video live again
     * @return false when it is too late to count
     */
    private boolean heard(long date, long arrival, boolean revives) {
        if (status == Status.FORGOTTEN) {
            if (!revives || date <= forgottenUntil()) {
                return false;
            }
            beginAnew();
        }
        lastEvent = arrival;
        if (status == Status.UNKNOWN || (status == Status.ENDED && revives && date > lastEnd)) {
            if (startedAt == NEVER) {
                startedAt = date;
            }
            detailsChange();
            status = Status.LIVE;
            endedAt = NEVER;
            endArrival = NEVER;
        }
        due(lastEvent + rules.videoSilence().toMillis());
        return true;
    }

    private void end(long date, long arrival) {
        detailsChange();
        status = Status.ENDED;
        endedAt = date;
        endArrival = arrival;
        closeOpen(Long.MAX_VALUE, arrival);
        due(arrival + rules.retention().toMillis());
    }

    /** Closes the sessions whose last sign of life is dated at or before the given time. */
    private void closeOpen(long until, long arrival) {
        open -= named.closeOpen(until, true, (session, heard) -> attendance.closed(session, arrival))
                + anonymous.closeOpen(until, false, (user, heard) -> attendance.closedAnonymous(heard, arrival));
    }

    private long forgottenUntil() {
        return endArrival + rules.retention().toMillis();
    }

    private void beginAnew() {
        detailsChange();
        status = Status.UNKNOWN;
        startedAt = NEVER;
        lastStart = NEVER;
        lastEnd = NEVER;
        endedAt = NEVER;
        endArrival = NEVER;
        forgottenPublished = false;
    }

    private void detailsChange() {
        detailsChanged = true;
        detailsAreNews = true;
    }

    private void due(long time) {
        nextDeadline = Math.min(nextDeadline, time);
    }

    private void sessionDue(long time) {
        nextSessionDeadline = Math.min(nextSessionDeadline, time);
    }

    /**
     * Sees the peak of the whole seconds before, and does what is due of the video as a whole. What silence does to sessions in between
     * two whole seconds is seen by nobody, but for those that are heard of: these look at themselves.
     */
    @Override
    public void prepare(long time) {
        settle(time);
        if (time < nextDeadline) {
            return;
        }
        if (status == Status.LIVE && time >= silentAt()) {
            expireSessions(time);
            lastEnd = Math.max(lastEnd, silentAt());
            end(lastEnd, silentAt());
        }
        if (status == Status.ENDED && time >= forgottenUntil()) {
            forget();
        }
        nextDeadline = switch (status) {
            case LIVE -> silentAt();
            case ENDED -> forgottenUntil();
            case FORGOTTEN -> time >= goneAt() ? Long.MAX_VALUE : goneAt();
            case UNKNOWN -> Long.MAX_VALUE;
        };
    }

    @Override
    public long ask() {
        // Its numbers lie in front, and what it holds behind them.
        return nextDeadline + views + open + (named == null ? 0 : 1);
    }

    @Override
    public long askParts() {
        return users.ask() + named.ask();
    }

    @Override
    public long askChanges() {
        return users.askChanges() + named.askChanges() + anonymous.askChanges();
    }

    @Override
    public long ask(long user, long session) {
        return users.ask(user) + (session == 0 ? anonymous.ask(user) : named.ask(session));
    }

    @Override
    public void advance(long time) {
        settle(time);
        expireSessions(time);
        prepare(time);
    }

    /**
     * Sees the peak of the whole seconds before a time: sessions could open until the second of the last event was over, since then
     * they only closed.
     */
    private void settle(long time) {
        long most = Slots.second(lastEvent) * 1000;
        if (most < time) {
            expireSessions(most);
            peak = Math.max(peak, open);
        }
    }

    private void expireSessions(long time) {
        if (time < nextSessionDeadline) {
            return;
        }
        open -= named.expire(time, rules, true, silenceOfNamed)
                + anonymous.expire(time, rules, false, silenceOfAnonymous);
        nextSessionDeadline = Math.min(named.nextDeadline(), anonymous.nextDeadline());
    }

    private long silentAt() {
        return lastEvent + rules.videoSilence().toMillis();
    }

    private void forget() {
        status = Status.FORGOTTEN;
        named.clear();
        anonymous.clear();
        open = 0;
        peak = 0;
        views = 0;
        users.clear();
        title = null;
        broadcasterId = null;
        place = null;
        detailsChange();
    }

    /** After that, nothing dated before it was forgotten can arrive: the door refuses what is older than seven days. */
    private long goneAt() {
        return forgottenUntil() + GONE_AFTER;
    }

    @Override
    public long nextDue() {
        return Math.min(nextDeadline, nextSessionDeadline);
    }

    @Override
    public void restored() {
        published = null;
        detailsAreNews = true;
        forgottenPublished = false;
        pointSlot = NEVER;
        pointViewers = -1;
        recordedSlot = NEVER;
    }

    @Override
    public boolean gone(long time) {
        return switch (status) {
            case UNKNOWN -> named.size() == 0 && anonymous.size() == 0;
            case FORGOTTEN -> time >= goneAt();
            case LIVE, ENDED -> false;
        };
    }

    @Override
    public boolean publish(long second) {
        if (status == Status.UNKNOWN) {
            return false;
        }
        if (status == Status.FORGOTTEN) {
            published = null;
            boolean news = !forgottenPublished;
            forgottenPublished = true;
            return news;
        }
        peak = Math.max(peak, open);
        boolean otherUsers = users.publish();
        boolean sameDetails = !detailsAreNews || areDetailsPublished();
        detailsAreNews = false;
        if (sameDetails
                && publishedViewers == open
                && publishedViews == views
                && publishedPeak == peak
                && !otherUsers) {
            return false;
        }
        if (!sameDetails) {
            published = new Details(status, title, broadcasterId, place, startedAt, endedAt);
        }
        publishedViewers = open;
        publishedViews = views;
        publishedPeak = peak;
        return true;
    }

    private boolean areDetailsPublished() {
        return published != null
                && published.status == status
                && Objects.equals(published.title, title)
                && Objects.equals(published.broadcasterId, broadcasterId)
                && Objects.equals(published.place, place)
                && published.startedAt == startedAt
                && published.endedAt == endedAt;
    }

    /** The figures of the last whole second; null when there is nothing to show (any more). */
    public ViewerFigures figures() {
        return published == null
                ? null
                : new ViewerFigures(
                        publishedViewers,
                        publishedViews,
                        publishedPeak,
                        // An estimate may be above what it can't be above: whoever is counted opened a session.
                        Math.min(users.published(), publishedViews),
                        published.status,
                        published.title,
                        published.broadcasterId,
                        published.place,
                        published.startedAt,
                        published.endedAt == NEVER ? null : published.endedAt);
    }

    /** The viewers of {@link #figures}, which are there when asked for these alone. */
    public int publishedViewers() {
        return publishedViewers;
    }

    /** Whether it ended so long ago that nothing is shown of it any more. */
    public boolean isForgotten() {
        return status == Status.FORGOTTEN;
    }

    @Override
    public void slots(long second, SlotSink sink) {
        if (published == null) {
            return;
        }
        long slot = Slots.slot(second);
        boolean live = status == Status.LIVE;
        boolean news = live ? publishedViewers != pointViewers || pointSlot != slot : publishedViewers < pointViewers;
        if (news) {
            pointSlot = slot;
            pointViewers = publishedViewers;
        }
        boolean record = Slots.ends(second) && recordedSlot != slot && (live || endArrival > slot * 1000);
        if (record) {
            recordedSlot = slot;
        }
        if (news || record) {
            sink.slot(slot, record);
        }
    }

    @Override
    public boolean writeChanges(StateWriter out) {
        writeTotals(out);
        out.flag(detailsChanged);
        if (detailsChanged) {
            writeDetails(out);
            detailsChanged = false;
        }
        users.writeChanges(out);
        boolean moreNamed = named.writeChanges(out);
        return anonymous.writeChanges(out) || moreNamed;
    }

    @Override
    public void readChanges(StateReader in) {
        readTotals(in);
        if (in.flag()) {
            readDetails(in);
        }
        users.readChanges(in);
        named.readChanges(in);
        anonymous.readChanges(in);
    }

    @Override
    public boolean hasRanges() {
        return rangeEnd(0) != 0;
    }

    private long rangeEnd(long from) {
        return (named.size() > anonymous.size() ? named : anonymous).rangeEnd(from);
    }

    @Override
    public long writeRange(StateWriter out, long from) {
        long end = rangeEnd(from);
        boolean all = from == 0 && end == 0;
        out.flag(all);
        if (!all) {
            out.fixed(from);
            out.fixed(end);
        }
        if (from == 0) {
            writeTotals(out);
            writeDetails(out);
            detailsChanged = false;
            users.write(out);
            named.forgetChanges();
            anonymous.forgetChanges();
        }
        named.writeRange(out, from, end);
        anonymous.writeRange(out, from, end);
        return end;
    }

    @Override
    public void readRange(StateReader in) {
        boolean all = in.flag();
        long from = all ? 0 : in.fixed();
        long end = all ? 0 : in.fixed();
        if (from == 0) {
            readTotals(in);
            readDetails(in);
            users.read(in);
        }
        named.readRange(in, from, end);
        anonymous.readRange(in, from, end);
    }

    private void writeTotals(StateWriter out) {
        out.time(lastEvent);
        out.count(open);
        out.count(peak);
        out.count(views);
    }

    private void readTotals(StateReader in) {
        lastEvent = in.time();
        open = in.count();
        peak = in.count();
        views = in.total();
        // Found anew at the next advance.
        nextDeadline = 0;
        nextSessionDeadline = 0;
    }

    private void writeDetails(StateWriter out) {
        out.count(status.ordinal());
        out.time(startedAt);
        out.time(lastStart);
        out.time(lastEnd);
        out.time(endedAt);
        out.time(endArrival);
        out.text(title);
        out.text(broadcasterId);
        out.flag(place != null);
        if (place != null) {
            out.number(place.latitude());
            out.number(place.longitude());
        }
    }

    private void readDetails(StateReader in) {
        status = Status.values()[in.count()];
        startedAt = in.time();
        lastStart = in.time();
        lastEnd = in.time();
        endedAt = in.time();
        endArrival = in.time();
        title = in.text();
        broadcasterId = in.text();
        place = in.flag() ? new Place(in.number(), in.number()) : null;
    }
}
