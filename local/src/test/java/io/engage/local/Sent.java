package io.engage.local;

/**
 * One event as the test sends it. Two are the same event exactly when they are equal.
 *
 * @param id its {@code event_id}, or null for one whose id is to be derived from its content
 * @param session its {@code session_id}, or null
 * @param comment what a comment says, else null
 */
record Sent(String id, String type, String video, String user, String session, long timestamp, String comment) {
    Sent(String id, String type, String video, String user, String session, long timestamp) {
        this(id, type, video, user, session, timestamp, null);
    }

    String json() {
        return "{\"event_type\":\"" + type + "\",\"video_id\":\"" + video + "\",\"user_id\":\"" + user
                + "\",\"timestamp\":"
                + timestamp
                + (session == null ? "" : ",\"session_id\":\"" + session + "\"")
                + (comment == null ? "" : ",\"comment\":\"" + comment + "\"")
                + (id == null ? "" : ",\"event_id\":\"" + id + "\"")
                + "}";
    }
}
