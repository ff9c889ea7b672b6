package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.Unheard;
import io.engage.figures.reactions.Reactions;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;

/** Promise: ids that are written before the commit, because they are many, are known after a restore like all others. */
class JournalTest {
    private static final long HORIZON = 120_000;
    private static final long ARRIVAL = 1_700_000_000_000L;
    private static final int EVENTS = 45_000;

    private record Entry(byte[] key, byte[] value) {}

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
        Partition<Reactions> restored = partition();
        Journal<Reactions> taken = new Journal<>(restored, HORIZON);
        log.forEach(entry -> taken.restore(entry.key(), entry.value()));
        taken.restored();
        // Then
        assertEquals(2, early);
        assertTrue(log.size() > early);
        assertEquals(EVENTS, restored.nextOffset());
        for (int event = 0; event < EVENTS; event++) {
            assertTrue(restored.arrivedBefore(id(event), ARRIVAL + EVENTS), "event " + event);
        }
    }

    private static long id(int event) {
        return Fingerprint.of("event " + event);
    }

    private static Partition<Reactions> partition() {
        return new Partition<>(Reactions::new, HORIZON, new Unheard<>());
    }
}
