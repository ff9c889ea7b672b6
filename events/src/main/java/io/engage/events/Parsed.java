package io.engage.events;

/** What became of input: an event, or the reason why it is none. */
public sealed interface Parsed {
    /**
     * Input that is a valid event.
     *
     * @param event the event
     * @param line the event's JSON bytes as received, on one line, with {@code event_id} added where it was absent; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on to Kafka, which takes nothing else; never compared
    record Accepted(Event event, byte[] line) implements Parsed {}

    /**
     * Input that is refused.
     *
     * @param problem the class of the reason
     * @param reason for people: what is wrong and what to do
     */
    record Refused(Problem problem, String reason) implements Parsed, Checked {}
}
