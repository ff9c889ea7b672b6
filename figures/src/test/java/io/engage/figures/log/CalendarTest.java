package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: what was planned for a second comes up in this second, once, however far away it was. */
class CalendarTest {
    @Property
    void agreesWithAMap(
            @ForAll @Size(max = 100) List<@Size(max = 4) List<@IntRange(min = 1, max = 60) Integer>> plans,
            @ForAll @IntRange(min = 1, max = 12) int most) {
        // Given
        Calendar<String> calendar = new Calendar<>();
        TreeMap<Long, List<String>> expected = new TreeMap<>();
        long second = 1_700_000_000L;
        calendar.clear(second);
        for (List<Integer> ahead : plans) {
            for (int seconds : ahead) {
                String what = "at " + second + " for " + seconds;
                calendar.add(second + seconds, what);
                expected.computeIfAbsent(second + seconds, s -> new ArrayList<>())
                        .add(what);
            }
            second += 1 + second % most;
            // When
            List<String> taken = new ArrayList<>();
            calendar.takeUntil(second, taken::add);
            // Then
            Map<Long, List<String>> due = expected.headMap(second, true);
            assertEquals(
                    due.values().stream().flatMap(List::stream).sorted().toList(),
                    taken.stream().sorted().toList());
            due.clear();
        }
    }
}
