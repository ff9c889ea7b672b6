package io.engage.figures.viewers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: the table holds what a plain multi-map holds, whatever is added, removed, or carried over in pieces. */
class SessionTableTest {
    @Property(tries = 500)
    void agreesWithAMultiMap(@ForAll @Size(max = 600) List<@IntRange(max = 1_000_000) Integer> steps) {
        // Given
        SessionTable table = new SessionTable();
        SessionTable copy = new SessionTable();
        TreeMap<Long, List<Long>> model = new TreeMap<>();
        int date = 0;
        for (int step : steps) {
            long key = Fingerprint.within(1, step % 40);
            // When
            switch (step / 40 % 4) {
                case 0, 1 -> {
                    table.add(key, SessionTable.OPEN, ++date, date, false);
                    model.computeIfAbsent(key, k -> new ArrayList<>()).add((long) date);
                }
                case 2 -> {
                    int at = table.find(key);
                    if (at >= 0) {
                        model.get(key).remove(table.date(at));
                        table.remove(at);
                    }
                }
                default -> {
                    StateWriter out = new StateWriter();
                    table.writeChanges(out);
                    copy.readChanges(new StateReader(out.toBytes()));
                    assertSame(model, copy);
                }
            }
            // Then
            assertSame(model, table);
        }
        StateWriter out = new StateWriter();
        table.writeRange(out, 0, 0);
        copy.readRange(new StateReader(out.toBytes()), 0, 0);
        assertSame(model, copy);
    }

    @Example
    void aSweepInRangesCarriesEverythingAcrossWhileTheTableGrowsAndShrinks() {
        // Given
        SessionTable table = new SessionTable();
        SessionTable copy = new SessionTable();
        TreeMap<Long, List<Long>> model = new TreeMap<>();
        for (long i = 1; i <= 50_000; i++) {
            add(table, model, i);
        }
        // When
        long from = 0;
        long more = 50_000;
        do {
            long end = table.rangeEnd(from);
            StateWriter out = new StateWriter();
            table.writeRange(out, from, end);
            copy.readRange(new StateReader(out.toBytes()), from, end);
            from = end;
            copyChanges(table, new SessionTable());
            for (int i = 0; i < 5_000; i++) {
                add(table, model, ++more);
            }
            if (Long.compareUnsigned(from, 1L << 62) > 0) {
                for (long key : new ArrayList<>(model.keySet()).subList(0, model.size() / 3)) {
                    table.remove(table.find(key));
                    model.remove(key);
                }
            }
            copyChanges(table, copy);
        } while (from != 0);
        // Then
        assertSame(model, table);
        assertSame(model, copy);
    }

    /** In as many pieces as it takes. */
    private static void copyChanges(SessionTable table, SessionTable copy) {
        boolean more = true;
        while (more) {
            StateWriter changes = new StateWriter();
            more = table.writeChanges(changes);
            copy.readChanges(new StateReader(changes.toBytes()));
        }
    }

    private static void add(SessionTable table, TreeMap<Long, List<Long>> model, long i) {
        long key = Fingerprint.within(9, i);
        table.add(key, SessionTable.OPEN, i, i, false);
        model.put(key, new ArrayList<>(List.of(i)));
    }

    private static void assertSame(TreeMap<Long, List<Long>> model, SessionTable table) {
        int entries = 0;
        for (var entry : model.entrySet()) {
            List<Long> dates = new ArrayList<>();
            for (int at = table.find(entry.getKey()); at >= 0; at = table.findNext(entry.getKey(), at)) {
                dates.add(table.date(at));
            }
            List<Long> expected = new ArrayList<>(entry.getValue());
            dates.sort(null);
            expected.sort(null);
            assertEquals(expected, dates);
            entries += dates.size();
        }
        assertEquals(entries, table.size());
    }
}
