package io.engage.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: of every slot the newest point is kept, in order, and the oldest slots go first when there are too many. */
class UnwrittenPointsTest {
    @Property
    void agreeWithASortedMap(
            @ForAll @Size(max = 200) List<@IntRange(max = 90) Integer> older,
            @ForAll @Size(max = 200) List<@IntRange(max = 90) Integer> newer) {
        // Given
        TreeMap<Long, String> expected = new TreeMap<>();
        UnwrittenPoints points = new UnwrittenPoints();
        UnwrittenPoints more = new UnwrittenPoints();
        TreeMap<Long, String> expectedMore = new TreeMap<>();
        // When, then
        for (int i = 0; i < older.size(); i++) {
            assertEquals(put(expected, older.get(i), "older " + i), points.put(older.get(i), "older " + i));
        }
        for (int i = 0; i < newer.size(); i++) {
            put(expectedMore, newer.get(i), "newer " + i);
            more.put(newer.get(i), "newer " + i);
        }
        boolean gone = false;
        for (var point : expectedMore.entrySet()) {
            gone |= put(expected, point.getKey(), point.getValue());
        }
        assertEquals(gone, points.putAll(more));
        // Then
        TreeMap<Long, String> held = new TreeMap<>();
        points.forEach((slot, json) -> {
            assertEquals(true, held.isEmpty() || held.lastKey() < slot, "in order");
            held.put(slot, json);
        });
        assertEquals(expected, held);
        assertEquals(expected.size(), points.size());
    }

    private static boolean put(TreeMap<Long, String> points, long slot, String json) {
        points.put(slot, json);
        if (points.size() > UnwrittenPoints.KEPT) {
            points.pollFirstEntry();
            return true;
        }
        return false;
    }
}
