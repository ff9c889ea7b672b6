package io.engage.batch;

import io.engage.archive.format.Source;
import io.engage.batch.archive.ArchivedEvent;
import io.engage.events.EventParser;
import io.engage.events.EventType;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;

/** Events for tests. */
public final class Rows {
    /** When the tests' time begins, epoch ms; a whole hour. */
    public static final long ZERO = 1_700_002_800_000L;

    private Rows() {}

    /** An event as JSON; {@code session} may be null. */
    public static byte[] json(String id, String type, String user, String session, double second) {
        return ("{\"event_id\":\"" + id + "\",\"event_type\":\"" + type + "\",\"video_id\":\"V\",\"user_id\":\"" + user
                        + "\",\"timestamp\":" + at(second)
                        + (session == null ? "" : ",\"session_id\":\"" + session + "\"")
                        + (type.equals("comment") ? ",\"comment\":\"hi\"" : "") + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A row of the curated archive. */
    public static ArchivedEvent row(
            long offset, double arrival, String type, String user, String session, double second) {
        byte[] json = json("e" + offset, type, user, session, second);
        Parsed.Accepted event = (Parsed.Accepted) new EventParser().read(json);
        String topic =
                EventType.valueOf(type.toUpperCase(java.util.Locale.ROOT)).topic();
        return ArchivedEvent.of(event.event(), new Source(topic, 0), offset, at(arrival));
    }

    /** Epoch ms of a second of the tests' time. */
    public static long at(double second) {
        return ZERO + Math.round(second * 1000);
    }
}
