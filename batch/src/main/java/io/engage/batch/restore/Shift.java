package io.engage.batch.restore;

import io.engage.events.Event;
import io.engage.events.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Moves events in time. A moved event is another event, and so is a moved session another one: their ids follow from the old ones and the
 * distance, so that moving twice by the same gives the same. Unknown fields are not taken along.
 *
 * @param by ms; 0 leaves everything as it was
 */
record Shift(long by) {
    Event apply(Event event) {
        if (by == 0) {
            return event;
        }
        Occurrence old = event.occurrence();
        Occurrence moved = new Occurrence(
                moved(old.eventId()),
                old.videoId(),
                old.userId(),
                old.timestamp() + by,
                old.place(),
                old.sessionId() == null ? null : moved(old.sessionId()));
        return switch (event) {
            case Event.StartVideo start -> new Event.StartVideo(moved, start.title());
            case Event.EndVideo end -> new Event.EndVideo(moved);
            case Event.Play play -> new Event.Play(moved);
            case Event.Leave leave -> new Event.Leave(moved);
            case Event.Heartbeat heartbeat -> new Event.Heartbeat(moved);
            case Event.Like like -> new Event.Like(moved);
            case Event.Dislike dislike -> new Event.Dislike(moved);
            case Event.Comment comment -> new Event.Comment(moved, comment.text());
        };
    }

    private String moved(String id) {
        return UUID.nameUUIDFromBytes((id + "+" + by).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
