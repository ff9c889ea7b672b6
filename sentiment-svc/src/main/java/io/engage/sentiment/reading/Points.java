package io.engage.sentiment.reading;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engage.figures.comments.Comments;
import io.engage.figures.log.Slots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The points of the history as they stand in the log of points. */
final class Points {
    /** The metric's name in points and in the keys of the history. */
    static final String METRIC = "comments";

    private static final JsonFactory JSON = new JsonFactory();

    private Points() {}

    /** The figures of the slot (start, start + 10 s], as members of a JSON object. */
    static String figures(Comments video, long start) {
        return "\"comments\":" + video.commentsIn(start) + ",\"sentiment\":" + video.sentimentIn(start);
    }

    /** A point for the log of points. */
    static byte[] json(Comments video, long start) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("video_id", video.id());
            json.writeStringField("metric", METRIC);
            json.writeNumberField("t", start * 1000);
            json.writeNumberField("step", Slots.SECONDS);
            json.writeRaw(',');
            json.writeRaw(figures(video, start));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
