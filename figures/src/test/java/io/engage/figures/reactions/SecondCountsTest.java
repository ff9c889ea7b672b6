package io.engage.figures.reactions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promise: likes and dislikes are counted in their seconds, in whatever order they come, and dropped when told so. */
class SecondCountsTest {
    private static final long START = 1_700_000_000L;

    @Property
    void agreeWithASortedMap(
            @ForAll @Size(max = 300) List<@IntRange(max = 400) Integer> steps, @ForAll @IntRange(max = 70) int kept) {
        // Given
        SecondCounts counts = new SecondCounts();
        TreeMap<Long, int[]> expected = new TreeMap<>();
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            long now = START + i;
            // When
            long second = now - step / 5;
            int likes = step % 3;
            int dislikes = step % 2;
            counts.add(second, SecondCounts.pair(likes, dislikes));
            int[] sums = expected.computeIfAbsent(second, s -> new int[2]);
            sums[0] += likes;
            sums[1] += dislikes;
            if (step % 7 == 0) {
                counts.dropUntil(now - kept);
                expected.headMap(now - kept, true).clear();
            }
            if (step % 41 == 0) {
                counts = copy(counts);
            }
            // Then
            long after = now - step % 50;
            long until = after + step % 23;
            long sum = counts.sum(after, until);
            assertEquals(sum(expected, after, until, 0), SecondCounts.likes(sum));
            assertEquals(sum(expected, after, until, 1), SecondCounts.dislikes(sum));
            Long next = expected.higherKey(after);
            assertEquals(next == null ? Long.MAX_VALUE : next, counts.firstAfter(after));
        }
    }

    private static int sum(TreeMap<Long, int[]> counts, long after, long until, int which) {
        return until <= after
                ? 0
                : counts.subMap(after, false, until, true).values().stream()
                        .mapToInt(sums -> sums[which])
                        .sum();
    }

    private static SecondCounts copy(SecondCounts counts) {
        StateWriter out = new StateWriter();
        counts.write(out);
        SecondCounts copy = new SecondCounts();
        copy.read(new StateReader(out.toBytes()));
        return copy;
    }
}
