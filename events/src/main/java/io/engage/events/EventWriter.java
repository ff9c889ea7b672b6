package io.engage.events;

/** Writes events as JSON, the reverse of {@link EventParser}. One instance per thread. */
public final class EventWriter {
    private final JsonOutput out = new JsonOutput();

    /** The event as a JSON object in UTF-8, on one line without a line break; absent fields are left out. */
    public byte[] write(Event event) {
        out.clear().raw("{\"event_type\":\"").raw(event.type().wireName());
        out.raw("\",\"video_id\":").string(event.videoId());
        out.raw(",\"user_id\":").string(event.userId());
        out.raw(",\"timestamp\":").raw(Long.toString(event.timestamp()));
        Place place = event.place();
        if (place != null) {
            out.raw(",\"latitude\":").raw(Double.toString(place.latitude()));
            out.raw(",\"longitude\":").raw(Double.toString(place.longitude()));
        }
        if (event.sessionId() != null) {
            out.raw(",\"session_id\":").string(event.sessionId());
        }
        if (event instanceof Event.Comment comment) {
            out.raw(",\"comment\":").string(comment.text());
        }
        if (event instanceof Event.StartVideo start && start.title() != null) {
            out.raw(",\"title\":").string(start.title());
        }
        out.raw(",\"event_id\":").string(event.eventId());
        return out.raw("}").toBytes();
    }
}
