package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.Unheard;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
