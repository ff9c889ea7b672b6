package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.CompactedLog;
import io.engage.figures.Unheard;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;

/** Promises of a partition that runs for long and in bad times. */
class PartitionTest {
    private static final long HORIZON = 120_000;
    private static final long ARRIVAL = 1_700_000_000_000L;

    /** Promise: what is planned does not grow with how often a video falls quiet. */
    @Example
    void aVideoThatFallsQuietAgainAndAgainIsPlannedOnce() {
        // Given
        Partition<Reactions> partition = new Partition<>(Reactions::new, HORIZON, new Unheard<>());
        for (int time = 0; time < 500; time++) {
            long now = ARRIVAL + 20_000L * time;
            // When
            partition.arrive(now, time);
            partition.touch("v", now).like(now, now);
            partition.idle(now + 19_000);
            // Then
            assertTrue(partition.planned() < 10, () -> partition.planned() + " looks");
        }
        // And: it goes when its time is over
        partition.idle(ARRIVAL + 20_000L * 500 + 29 * 3_600_000L);
        assertEquals(0, partition.size());
    }

    /** Promise: points that may not have been written before a restore come with the first figures behind it, not before there are any. */
    @Example
    void pointsComeWithTheFirstFiguresAfterARestore() {
        // Given
        Partition<Reactions> before = new Partition<>(Reactions::new, HORIZON, new Unheard<>());
        Journal<Reactions> journal = new Journal<>(before, HORIZON);
        journal.restored();
        CompactedLog log = new CompactedLog();
        before.arrive(ARRIVAL + 5_000, 0);
        before.touch("v", ARRIVAL + 5_000).like(ARRIVAL + 5_000, ARRIVAL + 5_000);
        before.idle(ARRIVAL + 12_000);
        journal.save(log);
        List<Long> points = new ArrayList<>();
        Partition<Reactions> partition = new Partition<>(Reactions::new, HORIZON, new Unheard<>() {
            @Override
            public void slot(Reactions video, long start, boolean record) {
                assertNotNull(video.figures());
                points.add(start);
            }
        });
        log.restore(new Journal<>(partition, HORIZON));
        // When: somebody asks before a whole second is over, as while records wait
        partition.publish();
        partition.idle(ARRIVAL + 13_000);
        // Then
        assertTrue(points.contains(ARRIVAL / 1000), points::toString);
    }

    /** Promise: after a long time in which the clock stood still, so many points are made at a time that there can be commits in between. */
    @Example
    void aLongGapIsPassedInSteps() {
        // Given
        int videos = 30_000;
        long[] points = {0};
        Partition<Audience> partition =
                new Partition<>(id -> new Audience(id, SessionRules.DEFAULT), HORIZON, new Unheard<>() {
                    @Override
                    public void slot(Audience video, long start, boolean record) {
                        points[0] += record ? 1 : 0;
                    }
                });
        partition.arrive(ARRIVAL, 0);
        for (int video = 0; video < videos; video++) {
            partition.touch("v" + video, ARRIVAL).play(ARRIVAL, ARRIVAL, 1, 1);
        }
        long end = ARRIVAL + 600_000;
        long all = 0;
        while (partition.lastSecond() < end / 1000) {
            points[0] = 0;
            long before = partition.lastSecond();
            // When
            partition.idle(end);
            // Then
            assertTrue(partition.lastSecond() > before);
            assertTrue(points[0] <= 230_000, () -> points[0] + " points at once");
            all += points[0];
        }
        // The play itself, at the end of a second, is in the slot before.
        assertEquals(61L * videos, all);
    }
}
