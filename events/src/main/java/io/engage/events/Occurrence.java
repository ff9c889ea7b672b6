package io.engage.events;

/**
 * What all events share: who did it, to which video, when and where. Lengths are in characters, that is Unicode code
 * points.
 *
 * @param eventId 1 to 64 characters; two events with the same id are one event delivered twice
 * @param videoId 1 to 128 characters, any
 * @param userId 1 to 128 characters, any; the broadcaster for {@code start_video} and {@code end_video}, else the viewer
 * @param timestamp when it happened, epoch ms, from 1970 to the end of the year 9999
 * @param place where that user was, or null when not known
 * @param sessionId 1 to 64 characters naming one watching of the video, from play to leave; null when anonymous
 */
public record Occurrence(String eventId, String videoId, String userId, long timestamp, Place place, String sessionId) {
    /** The most characters of {@code video_id} and {@code user_id}. */
    public static final int MAX_ID = 128;

    /** The most characters of {@code event_id} and {@code session_id}. */
    public static final int MAX_EVENT_ID = 64;

    /** The last millisecond of the year 9999. */
    public static final long MAX_TIMESTAMP = 253_402_300_799_999L;

    public Occurrence {
        Text.required("event_id", eventId, MAX_EVENT_ID);
        Text.required("video_id", videoId, MAX_ID);
        Text.required("user_id", userId, MAX_ID);
        if (timestamp < 0 || timestamp > MAX_TIMESTAMP) {
            throw new IllegalArgumentException("timestamp must be from 1970 to 9999 in epoch ms, not " + timestamp);
        }
        Text.optional("session_id", sessionId, MAX_EVENT_ID);
    }
}
