package io.engage.batch.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.events.Event;
import io.engage.events.Occurrence;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final long FIRST = 1_000_000;
    private static final long LAST = 1_060_000;
    private static final long NOW = 9_000_000;

    /** Promise: moved to now, no event is ahead of the moment in which it is sent. */
    @Test
    void toNow() {
        Move move = new Move.ToNow();
        assertEquals(NOW - FIRST, move.distance(FIRST, LAST, 1, NOW));
        assertEquals(NOW - LAST, move.distance(FIRST, LAST, 0, NOW));
        // Sent within 30 s, so the last is sent at NOW + 30 s
        assertEquals(NOW + 30_000 - LAST, move.distance(FIRST, LAST, 2, NOW));
        // Slower than it was: the first is the one that must not be ahead
        assertEquals(NOW - FIRST, move.distance(FIRST, LAST, 0.5, NOW));
    }

    /** Promise: otherwise it moves by what is said, or not at all. */
    @Test
    void byADistance() {
        assertEquals(0, new Move.AsItWas().distance(FIRST, LAST, 1, NOW));
        assertEquals(-5_000, new Move.By(Duration.ofSeconds(-5)).distance(FIRST, LAST, 0, NOW));
    }

    /** Promise: moved by the same it is the same event and session, moved by another distance another one; the video and the viewer stay. */
    @Test
    void idsFollowFromTheDistance() {
        // Given
        Event play = new Event.Play(new Occurrence("e", "v", "u", 5, null, "s"));
        // When
        Event moved = new Shift(10).apply(play);
        // Then
        assertEquals(moved, new Shift(10).apply(play));
        assertEquals(15, moved.timestamp());
        assertEquals("v u", moved.videoId() + " " + moved.userId());
        Event other = new Shift(11).apply(play);
        assertEquals(
                4,
                Stream.of(moved.eventId(), other.eventId(), moved.sessionId(), other.sessionId())
                        .distinct()
                        .count());
        assertEquals(play, new Shift(0).apply(play));
    }
}
