package io.engage.local.replay;

import java.util.Objects;

/** What a line of a log says. */
sealed interface Line {
    /**
     * An event.
     *
     * @param at its time in ms, in the time of the log: only differences mean something
     * @param video the id of the video as it will be sent, empty when there is none
     * @param json the event as a JSON object without its time, without the closing brace
     * @param cut whether its comment was too long and is cut
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
    record Entry(long at, String video, byte[] json, boolean cut) implements Line {
        public Entry {
            Objects.requireNonNull(video);
        }
    }

    /**
     * No event.
     *
     * @param reason why, for people
     */
    record Broken(String reason) implements Line {}
}
