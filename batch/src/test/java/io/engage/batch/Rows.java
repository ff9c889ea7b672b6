package io.engage.batch;

import io.engage.archive.format.Source;
import io.engage.batch.archive.ArchivedEvent;
import io.engage.batch.archive.HourName;
import io.engage.events.EventParser;
import io.engage.events.EventType;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Events for tests. */
public final class Rows {
    /** When the tests' time begins, epoch ms; a whole hour: 2023-11-14T23:00:00Z. */
    public static final long ZERO = 1_700_002_800_000L;

    private Rows() {}

    /** An event of the video V as JSON; {@code session} may be null. */
    public static byte[] json(String id, String type, String user, String session, double second) {
        return json(id, type, "V", user, session, second);
    }

    /** An event as JSON; {@code session} may be null. */
    public static byte[] json(String id, String type, String video, String user, String session, double second) {
        return ("{\"event_id\":\"" + id + "\",\"event_type\":\"" + type + "\",\"video_id\":\"" + video
                        + "\",\"user_id\":\"" + user + "\",\"timestamp\":" + at(second)
                        + (session == null ? "" : ",\"session_id\":\"" + session + "\"")
                        + (type.equals("comment") ? ",\"comment\":\"hi\"" : "") + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A row of the curated archive. */
    public static ArchivedEvent row(
            long offset, double arrival, String type, String user, String session, double second) {
        byte[] json = json("e" + offset, type, user, session, second);
        Parsed.Accepted event = (Parsed.Accepted) new EventParser().read(json);
        return ArchivedEvent.of(
                event.event(), new Source(topic(type), 0), offset, at(arrival), HourName.of(at(second)));
    }

    /** The topic of a type of events. */
    public static String topic(String type) {
        return EventType.valueOf(type.toUpperCase(Locale.ROOT)).topic();
    }

    /** Epoch ms of a second of the tests' time. */
    public static long at(double second) {
        return ZERO + Math.round(second * 1000);
    }
}
