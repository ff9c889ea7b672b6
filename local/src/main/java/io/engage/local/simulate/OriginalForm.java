package io.engage.local.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engage.events.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The form of the original simulator's logs: {@code {"timestamp": 0.41, "event_type": "play", "user_id": 8671, "video_id": 3,
 * "latitude": 49.18, "longitude": -90.84}}, the time in minutes, and for comments {@code "comment"} beside. It knows no heartbeats,
 * sessions, titles or event ids.
 */
final class OriginalForm implements Form {
    /** Fine enough to find each millisecond again. */
    private static final int DECIMALS = 5;

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

    private final JsonFactory json = new JsonFactory();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final long zero;

    /** @param zero the time that is minute 0, epoch ms */
    OriginalForm(long zero) {
        this.zero = zero;
    }

    @Override
    public byte[] line(Happening happening, long timestamp) {
        if (happening.type() == EventType.HEARTBEAT) {
            return null;
        }
        line.reset();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeFieldName("timestamp");
            out.writeNumber(minutes(timestamp));
            out.writeStringField("event_type", happening.type().wireName());
            out.writeNumberField("user_id", happening.user());
            out.writeNumberField("video_id", happening.video());
            out.writeNumberField("latitude", happening.latitude());
            out.writeNumberField("longitude", happening.longitude());
            if (happening.type() == EventType.COMMENT) {
                out.writeStringField("comment", happening.text());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes every byte", e);
        }
        return line.toByteArray();
    }

    private String minutes(long timestamp) {
        BigDecimal minutes = BigDecimal.valueOf(timestamp - zero).divide(MINUTE, DECIMALS, RoundingMode.HALF_EVEN);
        return (minutes.signum() == 0 ? BigDecimal.ZERO : minutes.stripTrailingZeros()).toPlainString();
    }
}
