package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: what was planned for a second comes up in this second, once, however far away it was. */
class CalendarTest {
    @Property
    void agreesWithAMap(
            @ForAll @Size(max = 100) List<@Size(max = 4) List<@IntRange(min = 1, max = 40) Integer>> plans) {
        // Given
        Calendar<String> calendar = new Calendar<>();
        Map<Long, List<String>> expected = new HashMap<>();
        long second = 1_700_000_000L;
        for (List<Integer> ahead : plans) {
            for (int seconds : ahead) {
                String what = "at " + second + " for " + seconds;
                calendar.add(second + seconds, what);
                expected.computeIfAbsent(second + seconds, s -> new ArrayList<>())
                        .add(what);
            }
            second++;
            // When
            List<String> taken = new ArrayList<>();
            calendar.take(second, taken::add);
            // Then
            List<String> due = expected.getOrDefault(second, new ArrayList<>());
            taken.sort(null);
            due.sort(null);
            assertEquals(due, taken);
        }
    }
}
