package io.engage.batch.recompute;

import static io.engage.batch.Rows.at;
import static io.engage.batch.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.batch.archive.ArchivedEvent;
import io.engage.figures.viewers.SessionRules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise: what is recomputed follows the published worked example and the session rules, watch time included. */
class RecountTest {
    private static final double MONTH = 30 * 86_400;

    private static VideoFigures recount(List<ArchivedEvent> rows, double until) {
        Recount recount = new Recount("V", SessionRules.DEFAULT);
        rows.forEach(recount::add);
        return recount.figures(at(until));
    }

    private static List<ArchivedEvent> workedExampleLog() {
        // Its log, the duplicate taken out
        return List.of(
                row(0, 4.0, "like", "A", null, 3.8),
                row(1, 15.0, "like", "D", null, 8),
                row(2, 0.2, "start_video", "broadcaster", null, 0),
                row(3, 1.2, "play", "A", "s1", 1),
                row(4, 2.2, "play", "B", null, 2),
                row(5, 3.2, "play", "B", null, 3),
                row(6, 6.2, "leave", "C", null, 6),
                row(7, 8.0, "play", "C", null, 5.5),
                row(8, 9.2, "leave", "B", null, 9),
                row(9, 20.2, "end_video", "broadcaster", null, 20),
                row(10, 21.0, "play", "E", null, 19),
                row(11, 25.2, "play", "F", null, 25));
    }

    /** Promise: the worked example of the published meaning comes out, up to its last row. */
    @Test
    void workedExample() {
        // When
        VideoTotals totals = recount(workedExampleLog(), 30).getTotals();
        // Then
        assertEquals(6, totals.getViews());
        assertEquals(3, totals.getPeakViewers());
        assertEquals(5, totals.getUniqueViewers());
        assertEquals(2, totals.getLikes());
        assertEquals(at(0), totals.getFirstEvent());
        assertEquals(at(25), totals.getLastEvent());
        // A 1.2 to 20.2, B 2.2 to 9.2 and 3.2 to 20.2, C and E nothing, F 25.2 to 30
        assertEquals(19 + 7 + 17 + 4.8, totals.getWatchTotal(), 1e-9);
        assertEquals((19 + 7 + 17 + 4.8) / 6, totals.getWatchMean(), 1e-9);
        assertEquals((4.8 + 7) / 2, totals.getWatchMedian(), 1e-9);
    }

    /** Promise: the archive's last event counts, even if nothing arrived behind it. */
    @Test
    void countsTheVeryLast() {
        VideoTotals totals = recount(workedExampleLog(), 25.2).getTotals();
        assertEquals(6, totals.getViews());
        assertEquals(19 + 7 + 17, totals.getWatchTotal(), 1e-9);
    }

    /** Promise: the archive forgets nothing: the totals of a video stay however much was archived since. */
    @Test
    void forgetsNothing() {
        // When
        VideoTotals totals = recount(workedExampleLog(), MONTH).getTotals();
        // Then: the video ended by itself after 4 h of silence
        assertEquals(6, totals.getViews());
        assertEquals(3, totals.getPeakViewers());
        assertEquals(at(25.2 + 4 * 3_600), totals.getEndedAt());
        assertEquals(19 + 7 + 17 + 4 * 3_600, totals.getWatchTotal(), 1e-9);
    }

    /** Promise: silence closes a session that sent heartbeats, one that is heard again goes on as the same view. */
    @Test
    void silence() {
        // Given
        List<ArchivedEvent> rows = new ArrayList<>();
        rows.add(row(0, 0, "play", "A", "s", 0));
        rows.add(row(1, 15, "heartbeat", "A", "s", 15));
        // Closed at 60, open again at 100
        rows.add(row(2, 100, "heartbeat", "A", "s", 100));
        rows.add(row(3, 110, "leave", "A", "s", 110));
        // When
        VideoTotals totals = recount(rows, 200).getTotals();
        // Then
        assertEquals(1, totals.getViews());
        assertEquals(60 + 10, totals.getWatchTotal(), 1e-9);
        assertEquals(70, totals.getWatchMedian(), 1e-9);
    }

    /** Promise: every minute has the viewers of its end, and what happened in it. */
    @Test
    void minutes() {
        // When
        List<VideoMinute> minutes = recount(
                        List.of(
                                row(0, 5, "comment", "A", null, 5),
                                row(1, 61, "comment", "A", null, 61),
                                row(2, 10, "play", "A", "s", 10),
                                row(3, 130, "leave", "A", "s", 130)),
                        200)
                .getMinutes();
        // Then
        assertEquals(
                List.of(1, 1, 0), minutes.stream().map(VideoMinute::getViewers).toList());
        assertEquals(
                List.of(1L, 1L, 0L),
                minutes.stream().map(VideoMinute::getComments).toList());
    }
}
