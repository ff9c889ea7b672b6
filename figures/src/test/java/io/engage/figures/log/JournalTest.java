package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.CompactedLog;
import io.engage.figures.Unheard;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;

/** Promises of the journal: all comes back by a restore, and no record is larger than brokers take. */
class JournalTest {
    private static final long HORIZON = 120_000;
    private static final long ARRIVAL = 1_700_000_000_000L;
    private static final int EVENTS = 45_000;

    private record Entry(byte[] key, byte[] value) {}

    /** Promise: ids that are written before the commit, because they are many, are known after a restore like all others. */
    @Example
    void idsWrittenEarlyAreRestored() {
        // Given
        Partition<Reactions> partition = partition();
        Journal<Reactions> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        List<Entry> log = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            long arrival = partition.arrive(ARRIVAL + event, event);
            partition.arrivedBefore(id(event), arrival);
            if (event % 300 == 0) {
                // When
                journal.saveFullIds((key, value) -> log.add(new Entry(key, value)));
            }
        }
        int early = log.size();
        journal.save((key, value) -> log.add(new Entry(key, value)));
        Partition<Reactions> restored = restore(partition(), log);
        // Then
        assertEquals(2, early);
        assertTrue(log.size() > early);
        assertEquals(EVENTS, restored.nextOffset());
        for (int event = 0; event < EVENTS; event++) {
            assertTrue(restored.arrivedBefore(id(event), ARRIVAL + EVENTS), "event " + event);
        }
    }

    /** Promise: however many sessions of one video change between two commits, its records are far below a megabyte, and all come back. */
    @Example
    void whatChangesOfAHotVideoIsWrittenInPieces() {
        // Given
        Partition<Audience> partition = audiences();
        Journal<Audience> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        List<Entry> log = new ArrayList<>();
        partition.arrive(ARRIVAL, 0);
        partition.touch("hot", ARRIVAL).play(ARRIVAL, ARRIVAL, 1, 1);
        journal.save((key, value) -> log.add(new Entry(key, value)));
        // When
        int sessions = 150_000;
        for (int session = 0; session < sessions; session++) {
            long arrival = partition.arrive(ARRIVAL + session / 1000, session);
            long user = Fingerprint.of("user " + session);
            // Some of them anonymous
            partition.touch("hot", arrival).play(arrival, arrival, user, session % 3 == 0 ? 0 : id(session));
        }
        journal.save((key, value) -> log.add(new Entry(key, value)));
        // Then
        int largest = log.stream()
                .mapToInt(entry -> entry.value() == null ? 0 : entry.value().length)
                .max()
                .orElseThrow();
        assertTrue(largest < 700_000, largest + " bytes");
        Partition<Audience> restored = restore(audiences(), log);
        partition.idle(ARRIVAL + 1000);
        restored.idle(ARRIVAL + 1000);
        assertEquals(sessions + 1, partition.video("hot").figures().viewers());
        assertEquals(partition.video("hot").figures(), restored.video("hot").figures());
        // All fall silent where those are that came back.
        partition.idle(ARRIVAL + 90_000_000);
        restored.idle(ARRIVAL + 90_000_000);
        assertEquals(partition.video("hot").figures(), restored.video("hot").figures());
    }

    /** Promise: of a hot video a save writes in proportion to what changed, and never all of it at once. */
    @Example
    void aHotVideoIsNotWrittenWholeForAFewChanges() {
        // Given
        Partition<Audience> partition = audiences();
        Journal<Audience> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        int sessions = 100_000;
        partition.arrive(ARRIVAL, 0);
        for (int session = 0; session < sessions; session++) {
            partition.touch("hot", ARRIVAL).play(ARRIVAL, ARRIVAL, 1, id(session));
        }
        journal.save((key, value) -> {});
        for (int second = 1; second <= 60; second++) {
            long now = ARRIVAL + 1000L * second;
            partition.arrive(now, second);
            for (int beat = 0; beat < 5_000; beat++) {
                partition.touch("hot", now).heartbeat(now, now, 1, id((5_000 * second + beat) % sessions));
            }
            // When
            long[] written = {0};
            journal.save((key, value) -> written[0] += value == null ? 0 : value.length);
            // Then: some 110 KB changed, and as much is swept; the whole is some 2 MB
            assertTrue(written[0] < 500_000, written[0] + " bytes at " + second);
        }
    }

    /** Promise: what is in the log stays in proportion to the state, for busy, quiet and gone videos, and all of it comes back at any time. */
    @Example
    void theLogStaysSmallAndComplete() {
        // Given
        Partition<Audience> partition = audiences();
        Journal<Audience> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        Map<String, byte[]> compacted = new LinkedHashMap<>();
        Journal.Records log = (key, value) -> {
            String name = HexFormat.of().formatHex(key);
            // A compacted log holds the last value of a key, where it was written.
            compacted.remove(name);
            if (value != null) {
                compacted.put(name, value);
            }
        };
        long largest = 0;
        // When
        for (int second = 0; second < 3_000; second++) {
            long now = ARRIVAL + 1000L * second;
            partition.arrive(now, second);
            if (second < 500) {
                // Quiet for ever after, each with some sessions
                for (int viewer = 0; viewer < 5; viewer++) {
                    partition.touch("quiet " + second, now).play(now, now, id(viewer), id(viewer));
                }
            }
            for (int video = 0; video < 20; video++) {
                // Some are large and are written in changes, some are small and are written whole.
                long session = id(second % (video % 2 == 0 ? 200 : 3));
                partition.touch("busy " + video, now).play(now, now, session, session);
            }
            journal.save(log);
            if (second > 1_000 && second % 50 == 0) {
                long held = compacted.values().stream()
                        .mapToLong(value -> value.length)
                        .sum();
                largest = Math.max(largest, held);
                Partition<Audience> restored = audiences();
                Journal<Audience> again = new Journal<>(restored, HORIZON);
                compacted.forEach((key, value) -> again.restore(HexFormat.of().parseHex(key), value));
                again.restored();
                // Then
                restored.idle(now + 1000);
                partition.idle(now + 1000);
                assertEquals(partition.size(), restored.size());
                partition.forEach(video ->
                        assertEquals(video.figures(), restored.video(video.id()).figures(), video.id()));
            }
        }
        // 500 videos of 5 sessions and 10 of 200 are some 150 KB; all that was ever written is some 3 MB.
        assertTrue(largest < 750_000, largest + " bytes");
    }

    /** Promise: what cannot be parted, such as thousands of sessions of one user, is in no record that Kafka refuses, and comes back. */
    @Example
    void whatCannotBePartedIsWrittenInPieces() {
        // Given
        Partition<Blob> partition = new Partition<>(Blob::new, HORIZON, new Unheard<>());
        Journal<Blob> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        Map<String, byte[]> compacted = new LinkedHashMap<>();
        List<Entry> all = new ArrayList<>();
        Random random = new Random(1);
        for (int second = 0; second < 40; second++) {
            long now = ARRIVAL + 1000L * second;
            partition.arrive(now, second);
            partition.touch("large", now).content = bytes(random, 1_800_000);
            partition.touch("small", now).content = bytes(random, 100);
            // When
            journal.save((key, value) -> {
                all.add(new Entry(key, value));
                String name = HexFormat.of().formatHex(key);
                compacted.remove(name);
                if (value != null) {
                    compacted.put(name, value);
                }
            });
            // Then: from the compacted log, and from one of which a part was cleaned, each record's last value only
            List<Entry> clean = new ArrayList<>();
            compacted.forEach((key, value) -> clean.add(new Entry(HexFormat.of().parseHex(key), value)));
            int dirty = all.size() - random.nextInt(all.size());
            List<Entry> half = new ArrayList<>(all.subList(0, all.size() - dirty));
            List<Entry> tail = all.subList(all.size() - dirty, all.size());
            half.removeIf(early -> half.stream()
                    .anyMatch(late -> late != early && Arrays.equals(late.key(), early.key()) && late.value() == null));
            half.removeIf(early -> early.value() == null);
            half.addAll(tail);
            for (List<Entry> log : List.of(clean, half)) {
                Partition<Blob> restored = restore(new Partition<>(Blob::new, HORIZON, new Unheard<>()), log);
                for (String video : List.of("large", "small")) {
                    assertArrayEquals(partition.video(video).content, restored.video(video).content);
                }
            }
        }
        int largest = all.stream()
                .mapToInt(entry -> entry.value() == null ? 0 : entry.value().length)
                .max()
                .orElseThrow();
        assertTrue(largest < 800_000, largest + " bytes");
        // The whole is 1.8 MB: what was deleted is gone.
        long held = compacted.values().stream().mapToLong(value -> value.length).sum();
        assertTrue(held < 5 * 1_800_000, held + " bytes");
    }

    /** Promise: of many sessions, of which some fall silent while they are written piece by piece, a restore at any time finds as many open. */
    @Example
    void sessionsThatFallSilentInASweepAreClosedOnce() {
        // Given
        Partition<Audience> partition = audiences();
        Journal<Audience> journal = new Journal<>(partition, HORIZON);
        journal.restored();
        CompactedLog log = new CompactedLog();
        int sessions = 20_000;
        for (int session = 0; session < sessions; session++) {
            // In a minute
            long arrival = partition.arrive(ARRIVAL + 3L * session, session);
            partition.touch("hot", arrival).heartbeat(arrival, arrival, 1, id(session));
        }
        journal.save(log);
        for (int second = 61; second < 110; second++) {
            long now = partition.arrive(ARRIVAL + 1000L * second + 100, sessions + second);
            partition.touch("hot", now).heartbeat(now, now, 1, id(sessions));
            // Enough for the log to become long, so that all is written once more, bit by bit
            for (int viewer = 0; viewer < 2_000; viewer++) {
                partition.touch("other", now).play(now, now, 1, id(2_000 * second + viewer));
            }
            // When: a commit before others fall silent, and one behind
            journal.save(log);
            partition.idle(now + 900);
            partition
                    .touch("other", partition.arrive(now + 950, sessions + second))
                    .heartbeat(now, now, 1, id(-1));
            journal.save(log);
            Partition<Audience> restored = audiences();
            log.restore(new Journal<>(restored, HORIZON));
            // Then
            long then = now + 1900;
            restored.idle(then);
            assertEquals(
                    viewersAt(then, sessions) + 1,
                    restored.video("hot").figures().viewers(),
                    "at second " + second);
        }
    }

    /** How many of the sessions that are silent 45 s after their heartbeat are open. */
    private static int viewersAt(long time, int sessions) {
        int open = 0;
        for (int session = 0; session < sessions; session++) {
            open += ARRIVAL + 3L * session + 45_000 > time ? 1 : 0;
        }
        return open;
    }

    /** Promise: who had a partition before another had it publishes what the other made of it, and no point that nobody needs. */
    @Example
    void aPartitionThatComesBackIsPublishedAsItIs() {
        // Given
        List<Long> points = new ArrayList<>();
        Partition<Audience> first =
                new Partition<>(id -> new Audience(id, SessionRules.DEFAULT), HORIZON, new Unheard<>() {
                    @Override
                    public void slot(Audience video, long start, boolean record) {
                        points.add(start);
                    }
                });
        Journal<Audience> firstJournal = new Journal<>(first, HORIZON);
        firstJournal.restored();
        List<Entry> log = new ArrayList<>();
        first.arrive(ARRIVAL, 0);
        first.touch("v", ARRIVAL).startVideo(ARRIVAL, ARRIVAL, "b", "Before", null);
        first.touch("v", ARRIVAL).play(ARRIVAL, ARRIVAL, 1, 1);
        first.idle(ARRIVAL + 2_000);
        firstJournal.save((key, value) -> log.add(new Entry(key, value)));
        Partition<Audience> second = audiences();
        Journal<Audience> secondJournal = new Journal<>(second, HORIZON);
        log.forEach(entry -> secondJournal.restore(entry.key(), entry.value()));
        secondJournal.restored();
        second.arrive(ARRIVAL + 3_000, 1);
        second.touch("v", ARRIVAL + 3_000).startVideo(ARRIVAL + 2_500, ARRIVAL + 3_000, "b", "After", null);
        second.touch("v", ARRIVAL + 3_000).endVideo(ARRIVAL + 2_900, ARRIVAL + 3_000);
        second.idle(ARRIVAL + 30_000);
        // When
        secondJournal.save((key, value) -> firstJournal.restore(key, value));
        firstJournal.restored();
        points.clear();
        first.idle(ARRIVAL + 41_000);
        // Then
        assertEquals(second.video("v").figures(), first.video("v").figures());
        assertEquals(Status.ENDED, first.video("v").figures().status());
        assertEquals("After", first.video("v").figures().title());
        assertEquals(List.of(), points);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A video of which everything is one thing. */
    private static final class Blob implements Video {
        private final String id;
        private byte[] content = {};

        Blob(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void advance(long time) {}

        @Override
        public long nextDue() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean publish(long second) {
            return false;
        }

        @Override
        public void slots(long second, SlotSink sink) {}

        @Override
        public boolean gone(long time) {
            return false;
        }

        @Override
        public boolean writeChanges(StateWriter out) {
            out.bytes(content);
            return false;
        }

        @Override
        public void readChanges(StateReader in) {
            content = in.bytes();
        }

        @Override
        public long writeRange(StateWriter out, long from) {
            out.bytes(content);
            return 0;
        }

        @Override
        public void readRange(StateReader in) {
            content = in.bytes();
        }
    }

    private static <V extends Video> Partition<V> restore(Partition<V> empty, List<Entry> log) {
        Journal<V> journal = new Journal<>(empty, HORIZON);
        log.forEach(entry -> journal.restore(entry.key(), entry.value()));
        journal.restored();
        return empty;
    }

    private static Partition<Audience> audiences() {
        return new Partition<>(id -> new Audience(id, SessionRules.DEFAULT), HORIZON, new Unheard<>());
    }

    private static long id(int event) {
        return Fingerprint.of("event " + event);
    }

    private static Partition<Reactions> partition() {
        return new Partition<>(Reactions::new, HORIZON, new Unheard<>());
    }
}
