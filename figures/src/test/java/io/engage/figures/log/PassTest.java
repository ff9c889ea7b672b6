package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.CompactedLog;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Promise: while records are passed, whole seconds go by of which nobody sees the figures; what is asked for, at any second, and
 * the points of the history are the same as if every second had been published, wherever it is interrupted.
 */
class PassTest {
    private static final long START = 1_700_000_000_000L;
    private static final long HORIZON = 20_000;
    private static final List<String> VIDEOS = List.of("v0", "v1");
    private static final SessionRules RULES = new SessionRules(
            Duration.ofSeconds(9),
            Duration.ofSeconds(40),
            Duration.ofSeconds(6),
            Duration.ofSeconds(70),
            Duration.ofSeconds(100));

    /**
     * A record and what happens behind it.
     *
     * @param kind what it is, 0 to 9
     * @param who its user and session
     * @param asked whether somebody wants to see the figures
     * @param interrupted whether the work is taken up again from the journal
     * @param skipped whether even videos that are touched are not published before
     */
    record Step(
            int kind,
            int video,
            int who,
            int pause,
            int lateness,
            boolean asked,
            boolean interrupted,
            boolean skipped) {}

    @FunctionalInterface
    private interface Counting<V> {
        void count(V video, Step step, long date, long arrival);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void viewersAreTheSame(@ForAll("steps") List<Step> steps, @ForAll boolean coarse) {
        same(
                steps,
                coarse ? 500 : 1,
                new Kind<>(
                        id -> new Audience(id, RULES),
                        PassTest::view,
                        Audience::figures,
                        (video, start) -> video.publishedViewers()));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void reactionsAreTheSame(@ForAll("steps") List<Step> steps, @ForAll boolean coarse) {
        same(
                steps,
                coarse ? 500 : 1,
                new Kind<>(
                        Reactions::new,
                        (video, step, date, arrival) -> {
                            if (step.kind < 6) {
                                video.like(date, arrival);
                            } else {
                                video.dislike(date, arrival);
                            }
                        },
                        Reactions::figures,
                        (video, start) -> List.of(video.likesIn(start), video.dislikesIn(start))));
    }

    @Test
    void aPeakThatWasNotSavedIsSeenByThatWhoTakesOver() {
        // Given two viewers, saved before the second was over, and saved again when only another video had changed
        Run<Audience> run = new Run<>(
                new Kind<>(id -> new Audience(id, RULES), PassTest::view, Audience::figures, (video, start) -> null));
        run.count(new Step(0, 0, 1, 0, 0, false, false, false), START + 100, START + 100, 0, true);
        run.count(new Step(5, 0, 2, 0, 0, false, false, false), START + 200, START + 200, 1, true);
        run.save();
        run.count(new Step(0, 1, 1, 0, 0, false, false, false), START + 8_900, START + 8_900, 2, true);
        run.partition.idle(START + 9_000);
        run.save();
        // When another one takes over just before the one who sends heartbeats falls silent
        Run<Audience> next = run.takenUpAgain();
        next.partition.idle(START + 10_000);
        // Then
        assertEquals(1, next.partition.video("v0").figures().viewers());
        assertEquals(2, next.partition.video("v0").figures().peakViewers());
    }

    private static void view(Audience video, Step step, long date, long arrival) {
        // Every fourth is anonymous.
        long session = step.who == 3 ? 0 : step.who;
        switch (step.kind) {
            case 0, 1, 2, 3, 4 -> video.play(date, arrival, step.who, session);
            case 5, 6 -> video.heartbeat(date, arrival, step.who, session);
            case 7, 8 -> video.leave(date, arrival, step.who, session);
            default -> {
                if (step.who < 2) {
                    video.endVideo(date, arrival);
                } else {
                    video.startVideo(date, arrival, "b", "title", null);
                }
            }
        }
    }

    private static <V extends Video> void same(List<Step> steps, int grain, Kind<V> kind) {
        // Given
        Run<V> everySecond = new Run<>(kind);
        Run<V> passing = new Run<>(kind);
        long arrival = START;
        long resumedAt = Long.MIN_VALUE;
        // When
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            arrival += step.pause / grain * grain;
            long date = arrival - step.lateness / grain * grain;
            everySecond.count(step, date, arrival, i, true);
            passing.count(step, date, arrival, i, false);
            if (step.interrupted) {
                passing = passing.takenUpAgain();
                resumedAt = passing.partition.lastSecond();
            }
            // Then
            if (step.asked && passing.partition.lastSecond() > resumedAt) {
                passing.partition.publish();
                for (String video : VIDEOS) {
                    assertEquals(
                            everySecond.figures(video, passing.secondOf(video, everySecond.partition.lastSecond())),
                            passing.figures(video),
                            video + " after step " + i);
                }
            }
        }
        everySecond.partition.idle(arrival + 250_000);
        passing.partition.idle(arrival + 250_000);
        for (String video : VIDEOS) {
            assertEquals(everySecond.figures(video), passing.figures(video));
        }
        assertEquals(everySecond.points, passing.points);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.frequencyOf(
                                Tuple.of(12, Arbitraries.integers().between(0, 3_000)),
                                Tuple.of(2, Arbitraries.integers().between(0, 30_000)),
                                Tuple.of(1, Arbitraries.integers().between(0, 200_000))),
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.integers().between(0, 2_000)),
                                Tuple.of(3, Arbitraries.integers().between(-3_000, 40_000))),
                        Arbitraries.integers().between(0, 3).map(n -> n == 0),
                        Arbitraries.integers().between(0, 9).map(n -> n == 0),
                        Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(90);
    }

    /** What is counted of a video, and what is looked at. */
    private record Kind<V extends Video>(
            Function<String, V> unknown, Counting<V> counting, Function<V, Object> figures, PointOf<V> point) {}

    @FunctionalInterface
    private interface PointOf<V> {
        Object of(V video, long start);
    }

    /** A partition with its journal, as a compacted log keeps it. */
    private static final class Run<V extends Video> implements Partition.Listener<V> {
        final Kind<V> kind;
        final CompactedLog compacted;
        final Map<String, TreeMap<Long, Object>> points;
        /** Of each video its figures by the whole second with which they changed. */
        final Map<String, TreeMap<Long, Object>> history = new HashMap<>();

        final Partition<V> partition;
        final Journal<V> journal;

        Run(Kind<V> kind) {
            this(kind, new CompactedLog(), new HashMap<>());
        }

        private Run(Kind<V> kind, CompactedLog compacted, Map<String, TreeMap<Long, Object>> points) {
            this.kind = kind;
            this.compacted = compacted;
            this.points = points;
            this.partition = new Partition<>(kind.unknown, HORIZON, this);
            this.journal = new Journal<>(partition, HORIZON);
        }

        void count(Step step, long date, long arrival, long offset, boolean everySecond) {
            long counts = everySecond
                    ? partition.arrive(arrival, offset)
                    : step.skipped ? partition.skip(arrival, offset) : partition.pass(arrival, offset);
            kind.counting.count(partition.touch(VIDEOS.get(step.video), counts), step, date, counts);
        }

        Object figures(String id) {
            V video = partition.video(id);
            return video == null ? null : kind.figures.apply(video);
        }

        /** The figures of a video at a whole second, where every second is published. */
        Object figures(String id, long second) {
            Map.Entry<Long, Object> then =
                    history.getOrDefault(id, new TreeMap<>()).floorEntry(second);
            return then == null ? null : then.getValue();
        }

        /** The whole second that the figures of a video are of: the last one, but when it was touched unseen. Before the first there are none. */
        long secondOf(String id, long lastSecond) {
            Partition.Entry<V> entry = partition.videos().find(id);
            if (entry == null || entry.isUpToDate()) {
                return lastSecond;
            }
            return history.containsKey(id) ? history.get(id).lastKey() : Long.MIN_VALUE;
        }

        void save() {
            journal.save(compacted);
        }

        Run<V> takenUpAgain() {
            save();
            Run<V> next = new Run<>(kind, compacted, points);
            compacted.restore(next.journal);
            return next;
        }

        @Override
        public void changed(V video, long asOf) {
            history.computeIfAbsent(video.id(), id -> new TreeMap<>()).put(asOf / 1000, kind.figures.apply(video));
        }

        @Override
        public void slot(V video, long start, boolean record) {
            if (record) {
                points.computeIfAbsent(video.id(), id -> new TreeMap<>()).put(start, kind.point.of(video, start));
            }
        }

        @Override
        public void gone(V video) {}
    }
}
