package io.engage.events;

/** What became of input that is to be passed on: all that needs to be known of an event for that, or the reason why it is none. */
public sealed interface Checked permits Checked.Valid, Parsed.Refused {
    /**
     * Input that is a valid event.
     *
     * @param type its kind, which tells its topic
     * @param videoId the video's id in UTF-8, which is its key
     * @param line the event's JSON bytes as received, on one line, with {@code event_id} added where it was absent; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to Kafka, which takes nothing else; never compared
    record Valid(EventType type, byte[] videoId, byte[] line) implements Checked {}
}
