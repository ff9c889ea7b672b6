package io.engage.figures.viewers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.CompactedLog;
import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.Journal;
import io.engage.figures.log.Partition;
import io.engage.figures.log.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Promise: whatever the log holds (duplicates, reordering, lost and overtaking leaves, heartbeats, ends and restarts), and
 * wherever it is interrupted and taken up again from the journal, every figure published at every whole second is what a
 * naive recount of the whole log gives.
 */
class AudienceModelTest {
    private static final long START = 1_700_000_000_000L;
    private static final long HORIZON = 20_000;
    private static final SessionRules RULES = new SessionRules(
            Duration.ofSeconds(9),
            Duration.ofSeconds(40),
            Duration.ofSeconds(6),
            Duration.ofSeconds(70),
            Duration.ofSeconds(100));

    enum Kind {
        START,
        END,
        PLAY,
        LEAVE,
        HEARTBEAT
    }

    record Entry(Kind kind, String video, String user, String session, long date, long arrival, String eventId) {}

    record Step(
            Kind kind, int video, int user, int session, int pause, int lateness, int repeat, boolean interrupted) {}

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void everyPublicationIsTheRecountsOne(@ForAll("steps") List<Step> steps, @ForAll boolean coarse) {
        // Given
        List<Entry> log = log(steps, coarse ? 500 : 1);
        Map<String, TreeMap<Long, ViewerFigures>> published = new HashMap<>();
        Map<String, TreeMap<Long, Integer>> points = new HashMap<>();
        Live live = new Live(published, points);
        // When
        for (int i = 0; i < log.size(); i++) {
            live.read(log.get(i), i);
            if (steps.get(i).interrupted) {
                live = live.takenUpAgain();
            }
        }
        long end = log.isEmpty() ? START : log.getLast().arrival + 250_000;
        live.partition.idle(end);
        // Then
        for (String video : List.of("v0", "v1")) {
            new Recount(video, log).compare(end, published.getOrDefault(video, new TreeMap<>()), points.get(video));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(1, Kind.START),
                Tuple.of(1, Kind.END),
                Tuple.of(6, Kind.PLAY),
                Tuple.of(5, Kind.LEAVE),
                Tuple.of(4, Kind.HEARTBEAT));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(-2, 2).map(n -> Math.max(0, n)),
                        Arbitraries.frequencyOf(
                                Tuple.of(12, Arbitraries.integers().between(0, 3_000)),
                                Tuple.of(2, Arbitraries.integers().between(0, 30_000)),
                                Tuple.of(1, Arbitraries.integers().between(0, 200_000))),
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.integers().between(0, 2_000)),
                                Tuple.of(3, Arbitraries.integers().between(-3_000, 15_000))),
                        Arbitraries.integers().between(-20, 6),
                        Arbitraries.integers().between(0, 9).map(n -> n == 0))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(90)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** @param grain what every time is a multiple of: equal times are rare by chance, and decide much */
    private static List<Entry> log(List<Step> steps, int grain) {
        List<Entry> log = new ArrayList<>();
        long arrival = START;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            arrival += step.pause / grain * grain;
            if (step.repeat > 0 && step.repeat <= log.size()) {
                Entry again = log.get(log.size() - step.repeat);
                log.add(new Entry(
                        again.kind, again.video, again.user, again.session, again.date, arrival, again.eventId));
            } else {
                log.add(new Entry(
                        step.kind,
                        "v" + step.video,
                        "u" + step.user,
                        step.session == 0 ? null : "s" + step.user + step.session,
                        arrival - step.lateness / grain * grain,
                        arrival,
                        "e" + i));
            }
        }
        return log;
    }

    /** The partition under test with its journal, as a compacted log keeps it. */
    private static final class Live implements Partition.Listener<Audience> {
        final Map<String, TreeMap<Long, ViewerFigures>> published;
        final Map<String, TreeMap<Long, Integer>> points;
        final Partition<Audience> partition;
        final Journal<Audience> journal;
        final CompactedLog compacted;

        Live(Map<String, TreeMap<Long, ViewerFigures>> published, Map<String, TreeMap<Long, Integer>> points) {
            this(published, points, new CompactedLog());
        }

        private Live(
                Map<String, TreeMap<Long, ViewerFigures>> published,
                Map<String, TreeMap<Long, Integer>> points,
                CompactedLog compacted) {
            this.published = published;
            this.points = points;
            this.compacted = compacted;
            partition = new Partition<>(id -> new Audience(id, RULES), HORIZON, this);
            journal = new Journal<>(partition, HORIZON);
        }

        void read(Entry e, long offset) {
            long arrival = partition.arrive(e.arrival, offset);
            long scope = Fingerprint.of(e.video);
            if (partition.arrivedBefore(Fingerprint.within(scope, Fingerprint.of(e.eventId)), arrival)) {
                return;
            }
            Audience audience = partition.touch(e.video, arrival);
            long user = Fingerprint.of(e.user);
            long session = e.session == null ? 0 : Fingerprint.of(e.session);
            switch (e.kind) {
                case START -> audience.startVideo(e.date, arrival, e.user, null, null);
                case END -> audience.endVideo(e.date, arrival);
                case PLAY -> audience.play(e.date, arrival, user, session);
                case LEAVE -> audience.leave(e.date, arrival, user, session);
                case HEARTBEAT -> audience.heartbeat(e.date, arrival, user, session);
            }
        }

        Live takenUpAgain() {
            journal.save(compacted);
            Live next = new Live(published, points, compacted);
            compacted.restore(next.journal);
            return next;
        }

        @Override
        public void changed(Audience video, long asOf) {
            published.computeIfAbsent(video.id(), id -> new TreeMap<>()).put(asOf / 1000, orForgotten(video.figures()));
        }

        @Override
        public void slot(Audience video, long start, boolean record) {
            if (record) {
                points.computeIfAbsent(video.id(), id -> new TreeMap<>())
                        .put(start, video.figures().viewers());
            }
        }

        @Override
        public void gone(Audience video) {}
    }

    private static final ViewerFigures FORGOTTEN =
            new ViewerFigures(0, 0, 0, 0, Status.FORGOTTEN, null, null, null, 0, null);

    private static ViewerFigures orForgotten(ViewerFigures figures) {
        return figures == null ? FORGOTTEN : figures;
    }

    /** Counts one video again from the whole log, with plain lists and texts, looking at every session at every step. */
    private static final class Recount {
        static final class Session {
            String id;
            String user;
            boolean open;
            boolean beats;
            long date;
            long arrival;
        }

        record Leave(String id, String user, long date, long arrival) {}

        final String video;
        final List<Entry> log;

        Status status = Status.UNKNOWN;
        String broadcaster;
        long startedAt;
        Long lastStart;
        Long lastEnd;
        Long endedAt;
        long endArrival;
        long lastEvent;
        long views;
        int peak;
        Set<String> users = new HashSet<>();
        List<Session> sessions = new ArrayList<>();
        List<Leave> leaves = new ArrayList<>();

        Recount(String video, List<Entry> log) {
            this.video = video;
            this.log = log;
        }

        void compare(long end, TreeMap<Long, ViewerFigures> published, TreeMap<Long, Integer> points) {
            Map<String, Long> arrivedAt = new HashMap<>();
            int next = 0;
            if (log.isEmpty()) {
                return;
            }
            long first = Math.floorDiv(log.getFirst().arrival - 1, 1000L) + 1;
            Set<Long> liveSlots = new HashSet<>();
            for (long second = first; second <= end / 1000; second++) {
                for (; next < log.size() && log.get(next).arrival <= second * 1000; next++) {
                    Entry e = log.get(next);
                    Long before = arrivedAt.put(e.video + e.eventId, e.arrival);
                    if (e.video.equals(video) && (before == null || e.arrival - before >= HORIZON)) {
                        passTo(e.arrival);
                        count(e);
                    }
                }
                passTo(second * 1000);
                peak = Math.max(peak, open());
                ViewerFigures expected = figures();
                var latest = published.floorEntry(second);
                assertEquals(expected, latest == null ? null : latest.getValue(), video + " at second " + second);
                if (status == Status.LIVE && Slots.ends(second)) {
                    assertEquals(open(), points.get(Slots.slot(second)), video + ", point at " + second);
                }
            }
        }

        ViewerFigures figures() {
            return switch (status) {
                case UNKNOWN -> null;
                case FORGOTTEN -> FORGOTTEN;
                default ->
                    new ViewerFigures(
                            open(), views, peak, users.size(), status, null, broadcaster, null, startedAt, endedAt);
            };
        }

        int open() {
            return (int) sessions.stream().filter(s -> s.open).count();
        }

        /** Lets time pass, one millisecond's deadline after the other. */
        void passTo(long time) {
            for (Session s : sessions) {
                long silence = (s.beats ? RULES.heartbeatSilence() : RULES.playSilence()).toMillis();
                if (s.open && time >= s.arrival + silence) {
                    s.open = false;
                }
            }
            leaves.removeIf(l -> time >= l.arrival + RULES.leaveWait().toMillis());
            if (status == Status.LIVE
                    && time >= lastEvent + RULES.videoSilence().toMillis()) {
                long at = lastEvent + RULES.videoSilence().toMillis();
                end(lastEnd == null ? at : Math.max(lastEnd, at), at);
            }
            if (status == Status.ENDED && time >= endArrival + RULES.retention().toMillis()) {
                status = Status.FORGOTTEN;
            }
        }

        void end(long date, long arrival) {
            status = Status.ENDED;
            lastEnd = date;
            endedAt = date;
            endArrival = arrival;
            sessions.forEach(s -> s.open = false);
        }

        void count(Entry e) {
            boolean revives = e.kind == Kind.START || e.kind == Kind.PLAY;
            if (status == Status.FORGOTTEN) {
                if (!revives || e.date <= endArrival + RULES.retention().toMillis()) {
                    return;
                }
                status = Status.UNKNOWN;
                broadcaster = null;
                lastStart = null;
                lastEnd = null;
                endedAt = null;
                views = 0;
                peak = 0;
                users.clear();
                sessions.clear();
                leaves.clear();
            }
            lastEvent = e.arrival;
            if (e.kind == Kind.LEAVE) {
                leave(e);
                return;
            }
            if (status == Status.UNKNOWN) {
                status = Status.LIVE;
                startedAt = e.date;
            } else if (status == Status.ENDED && revives && e.date > lastEnd) {
                status = Status.LIVE;
                endedAt = null;
            }
            switch (e.kind) {
                case START -> start(e);
                case END -> {
                    long date = lastEnd == null ? e.date : Math.max(lastEnd, e.date);
                    if (lastStart != null && e.date < lastStart) {
                        lastEnd = date;
                        sessions.stream().filter(s -> s.date <= e.date).forEach(s -> s.open = false);
                    } else {
                        end(date, e.arrival);
                    }
                }
                case PLAY, HEARTBEAT -> {
                    if (e.session != null) {
                        signOfLife(e);
                    } else if (e.kind == Kind.PLAY) {
                        anonymousPlay(e);
                    }
                }
                default -> throw new AssertionError();
            }
        }

        void start(Entry e) {
            if (lastStart == null || e.date >= lastStart) {
                lastStart = e.date;
                broadcaster = e.user;
                if (status == Status.LIVE && (lastEnd == null || e.date > lastEnd)) {
                    startedAt = e.date;
                }
            }
        }

        boolean opens(Entry e) {
            return status == Status.LIVE && (lastEnd == null || e.date > lastEnd);
        }

        void signOfLife(Entry e) {
            boolean beat = e.kind == Kind.HEARTBEAT;
            Session s = sessions.stream()
                    .filter(x -> e.session.equals(x.id))
                    .findFirst()
                    .orElse(null);
            if (s == null) {
                s = new Session();
                s.id = e.session;
                s.user = e.user;
                s.arrival = e.arrival;
                s.date = e.date;
                s.beats = beat;
                s.open = opens(e);
                sessions.add(s);
                views++;
                users.add(e.user);
                Leave left = leaves.stream()
                        .filter(l -> e.session.equals(l.id))
                        .findFirst()
                        .orElse(null);
                leaves.remove(left);
                if (left != null && left.date >= e.date) {
                    s.open = false;
                    s.date = left.date;
                }
            } else if (s.open) {
                s.date = Math.max(s.date, e.date);
                s.arrival = e.arrival;
                s.beats |= beat;
            } else if (opens(e) && e.date > s.date) {
                s.open = true;
                s.date = e.date;
                s.arrival = e.arrival;
                s.beats |= beat;
            }
        }

        void anonymousPlay(Entry e) {
            views++;
            users.add(e.user);
            if (!opens(e)) {
                return;
            }
            Leave first = null;
            for (Leave l : leaves) {
                if (l.id == null
                        && l.user.equals(e.user)
                        && l.date >= e.date
                        && (first == null || l.date < first.date)) {
                    first = l;
                }
            }
            if (first != null) {
                leaves.remove(first);
                return;
            }
            Session s = new Session();
            s.user = e.user;
            s.open = true;
            s.date = e.date;
            s.arrival = e.arrival;
            sessions.add(s);
        }

        void leave(Entry e) {
            if (e.session == null) {
                Session oldest = null;
                for (Session s : sessions) {
                    if (s.id == null
                            && s.open
                            && s.user.equals(e.user)
                            && s.date <= e.date
                            && (oldest == null || s.date < oldest.date)) {
                        oldest = s;
                    }
                }
                if (oldest == null) {
                    leaves.add(new Leave(null, e.user, e.date, e.arrival));
                } else {
                    oldest.open = false;
                }
                return;
            }
            Session s = sessions.stream()
                    .filter(x -> e.session.equals(x.id))
                    .findFirst()
                    .orElse(null);
            if (s == null) {
                Leave known = leaves.stream()
                        .filter(l -> e.session.equals(l.id))
                        .findFirst()
                        .orElse(null);
                leaves.remove(known);
                long date = known == null ? e.date : Math.max(known.date, e.date);
                leaves.add(new Leave(e.session, e.user, date, e.arrival));
            } else if (!s.open || e.date >= s.date) {
                s.date = Math.max(s.date, e.date);
                s.open = false;
            }
        }
    }
}
