package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: an id that arrived within the horizon is known, and none that did not, over restarts as well. */
class RecentIdsTest {
    private static final long HORIZON = 120_000;

    record Arrival(int id, int later) {}

    @Property(tries = 300)
    void agreesWithAMapOfLastArrivals(
            @ForAll @Size(max = 400) List<@IntRange(max = 5_000_000) Integer> steps, @ForAll boolean saved) {
        // Given
        RecentIds ids = new RecentIds(HORIZON);
        Map<Long, Long> last = new HashMap<>();
        long now = 1_700_000_000_000L;
        for (int step : steps) {
            long id = 1 + step % 23;
            now += step / 23 % 70_000;
            // When
            boolean before = ids.arrivedBefore(id, now);
            // Then
            Long known = last.put(id, now);
            assertEquals(known != null && now - known < HORIZON, before);
            if (saved && step % 5 == 0) {
                ids = copy(ids, last);
            }
        }
    }

    /** Promise: where no journal is kept nothing piles up for it, and what arrived is still known. */
    @Example
    void keepsNothingForAJournalThatIsNotKept() {
        // Given
        RecentIds ids = new RecentIds(HORIZON);
        ids.arrivedBefore(5, 1_000);
        // When
        ids.forgetUnsaved();
        // Then
        assertEquals(0, ids.unsaved());
        assertEquals(true, ids.arrivedBefore(5, 2_000));
    }

    @Example
    void holdsMillionsAndForgetsThem() {
        // Given
        RecentIds ids = new RecentIds(HORIZON);
        long now = 0;
        for (long id = 1; id <= 1_000_000; id++) {
            ids.arrivedBefore(Fingerprint.within(7, id), now += id % 2);
        }
        // When
        now += HORIZON;
        for (long id = 1_000_001; id <= 2_000_000; id++) {
            ids.arrivedBefore(Fingerprint.within(7, id), now);
        }
        // Then
        assertEquals(true, ids.arrivedBefore(Fingerprint.within(7, 2_000_000), now));
        assertEquals(false, ids.arrivedBefore(Fingerprint.within(7, 1), now));
        assertEquals(true, ids.size() < 1_500_000, "held: " + ids.size());
    }

    @Example
    void anIdAtTheHorizonIsNew() {
        // Given
        RecentIds ids = new RecentIds(HORIZON);
        ids.arrivedBefore(1, 0);
        // When
        boolean justBefore = ids.arrivedBefore(1, HORIZON - 1);
        boolean exactlyAfter = ids.arrivedBefore(1, 2 * HORIZON - 1);
        // Then
        assertEquals(true, justBefore);
        assertEquals(false, exactlyAfter);
    }

    private static RecentIds copy(RecentIds ids, Map<Long, Long> last) {
        // What was saved before is in the journal already: here the map stands for it.
        StateWriter out = new StateWriter();
        ids.save(out, Integer.MAX_VALUE);
        RecentIds copy = new RecentIds(HORIZON);
        last.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(e -> copy.restore(e.getKey(), e.getValue()));
        copy.restore(new StateReader(out.toBytes()));
        return copy;
    }
}
