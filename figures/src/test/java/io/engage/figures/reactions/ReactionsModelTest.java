package io.engage.figures.reactions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.CompactedLog;
import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.Journal;
import io.engage.figures.log.Partition;
import io.engage.figures.log.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Promise: likes and dislikes, in the window and in all, and every point of the history, are what a naive recount of the
 * whole log gives at every whole second, wherever the log is interrupted.
 */
class ReactionsModelTest {
    private static final long START = 1_700_000_000_000L;
    private static final long HORIZON = 20_000;

    record Entry(boolean like, String video, long date, long arrival, String eventId) {}

    record Step(boolean like, int video, int pause, int lateness, int repeat, boolean interrupted) {}

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void everyPublicationIsTheRecountsOne(@ForAll("steps") List<Step> steps, @ForAll boolean coarse) {
        // Given
        List<Entry> log = log(steps, coarse ? 500 : 1);
        Live live = new Live(new HashMap<>(), new HashMap<>(), new CompactedLog());
        // When
        for (int i = 0; i < log.size(); i++) {
            live.read(log.get(i), i);
            if (steps.get(i).interrupted) {
                live = live.takenUpAgain();
            }
        }
        long end = log.isEmpty() ? START : log.getLast().arrival + 400_000;
        live.partition.idle(end);
        // Then
        for (String video : List.of("v0", "v1")) {
            List<Entry> counted = counted(log, video);
            compareFigures(counted, log, end, live.published.getOrDefault(video, new TreeMap<>()), video);
            comparePoints(counted, live.points.getOrDefault(video, new TreeMap<>()), video);
        }
    }

    private static void compareFigures(
            List<Entry> counted, List<Entry> log, long end, TreeMap<Long, ReactionFigures> published, String video) {
        if (log.isEmpty()) {
            return;
        }
        for (long t = Math.floorDiv(log.getFirst().arrival - 1, 1000L) + 1; t <= end / 1000; t++) {
            long now = t * 1000;
            List<Entry> arrived = counted.stream().filter(e -> e.arrival <= now).toList();
            List<Entry> inWindow = arrived.stream()
                    .filter(e -> e.date > now - 10_000 && e.date <= now)
                    .toList();
            ReactionFigures expected = arrived.isEmpty()
                    ? null
                    : new ReactionFigures(
                            (int) inWindow.stream().filter(Entry::like).count(),
                            (int) inWindow.stream().filter(e -> !e.like).count(),
                            arrived.stream().filter(Entry::like).count(),
                            arrived.stream().filter(e -> !e.like).count());
            var latest = published.floorEntry(t);
            assertEquals(expected, latest == null ? null : latest.getValue(), video + " at second " + t);
        }
    }

    private static void comparePoints(List<Entry> counted, TreeMap<Long, List<Integer>> points, String video) {
        Map<Long, int[]> expected = new HashMap<>();
        for (Entry e : counted) {
            if (e.arrival - e.date <= 30_000) {
                expected.computeIfAbsent(Slots.slot(Math.ceilDiv(e.date, 1000L)), s -> new int[2])[e.like ? 0 : 1]++;
            }
        }
        points.forEach((slot, point) -> {
            int[] counts = expected.getOrDefault(slot, new int[2]);
            assertEquals(List.of(counts[0], counts[1]), point, video + ", slot " + slot);
        });
        expected.forEach((slot, counts) ->
                assertEquals(List.of(counts[0], counts[1]), points.get(slot), video + ", slot " + slot));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.frequencyOf(
                                Tuple.of(12, Arbitraries.integers().between(0, 3_000)),
                                Tuple.of(2, Arbitraries.integers().between(0, 40_000))),
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.integers().between(0, 500)),
                                Tuple.of(3, Arbitraries.integers().between(-60_000, 40_000)),
                                Tuple.of(1, Arbitraries.of(30_000, 30_001, 10_000))),
                        Arbitraries.integers().between(-20, 6),
                        Arbitraries.integers().between(0, 9).map(n -> n == 0))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
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
                log.add(new Entry(again.like, again.video, again.date, arrival, again.eventId));
            } else {
                log.add(new Entry(
                        step.like, "v" + step.video, arrival - step.lateness / grain * grain, arrival, "e" + i));
            }
        }
        return log;
    }

    private static List<Entry> counted(List<Entry> log, String video) {
        Map<String, Long> arrivedAt = new HashMap<>();
        List<Entry> counted = new ArrayList<>();
        for (Entry e : log) {
            Long before = arrivedAt.put(e.eventId, e.arrival);
            if (e.video.equals(video) && (before == null || e.arrival - before >= HORIZON)) {
                counted.add(e);
            }
        }
        return counted;
    }

    private static final class Live implements Partition.Listener<Reactions> {
        final Map<String, TreeMap<Long, ReactionFigures>> published;
        final Map<String, TreeMap<Long, List<Integer>>> points;
        final CompactedLog compacted;
        final Partition<Reactions> partition = new Partition<>(Reactions::new, HORIZON, this);
        final Journal<Reactions> journal = new Journal<>(partition, HORIZON);

        Live(
                Map<String, TreeMap<Long, ReactionFigures>> published,
                Map<String, TreeMap<Long, List<Integer>>> points,
                CompactedLog compacted) {
            this.published = published;
            this.points = points;
            this.compacted = compacted;
        }

        void read(Entry e, long offset) {
            long arrival = partition.arrive(e.arrival, offset);
            if (partition.arrivedBefore(Fingerprint.of(e.eventId), arrival)) {
                return;
            }
            Reactions video = partition.touch(e.video, arrival);
            if (e.like) {
                video.like(e.date, arrival);
            } else {
                video.dislike(e.date, arrival);
            }
        }

        Live takenUpAgain() {
            journal.save(compacted);
            Live next = new Live(published, points, compacted);
            compacted.restore(next.journal);
            return next;
        }

        @Override
        public void changed(Reactions video, long asOf) {
            published.computeIfAbsent(video.id(), id -> new TreeMap<>()).put(asOf / 1000, video.figures());
        }

        @Override
        public void slot(Reactions video, long start, boolean record) {
            if (record) {
                points.computeIfAbsent(video.id(), id -> new TreeMap<>())
                        .put(start, List.of(video.likesIn(start), video.dislikesIn(start)));
            }
        }

        @Override
        public void gone(Reactions video) {}
    }
}
