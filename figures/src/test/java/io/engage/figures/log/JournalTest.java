package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.Unheard;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import java.util.ArrayList;
import java.util.List;
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
