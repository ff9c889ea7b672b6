package io.engage.batch.restore;

import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Moves events in time. A moved event is another event, so its id is another one too, which follows from the old one and the
 * distance: moving it twice by the same gives the same event. Unknown fields are not taken along.
 *
 * @param by ms; 0 leaves everything as it was
 */
record Shift(long by) {
    byte[] apply(byte[] line, EventParser parser, EventWriter writer) {
        if (by == 0 || !(parser.read(line) instanceof Parsed.Accepted(Event event, byte[] accepted))) {
            return line;
        }
        Occurrence old = event.occurrence();
        String id = UUID.nameUUIDFromBytes((old.eventId() + "+" + by).getBytes(StandardCharsets.UTF_8))
                .toString();
        Occurrence moved =
                new Occurrence(id, old.videoId(), old.userId(), old.timestamp() + by, old.place(), old.sessionId());
        return writer.write(
                switch (event) {
                    case Event.StartVideo start -> new Event.StartVideo(moved, start.title());
                    case Event.EndVideo end -> new Event.EndVideo(moved);
                    case Event.Play play -> new Event.Play(moved);
                    case Event.Leave leave -> new Event.Leave(moved);
                    case Event.Heartbeat heartbeat -> new Event.Heartbeat(moved);
                    case Event.Like like -> new Event.Like(moved);
                    case Event.Dislike dislike -> new Event.Dislike(moved);
                    case Event.Comment comment -> new Event.Comment(moved, comment.text());
                });
    }
}
