package io.engage.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * A point of the history as it stands in the log of points: {@code {"video_id":"v","metric":"viewers","t":1700000000000,"step":10,"viewers":3}},
 * where {@code t} is the slot's start in epoch ms. Of several with the same video, metric and t the last holds.
 *
 * @param slotStart epoch seconds
 * @param figures the figures as a JSON object
 */
public record Point(String videoId, String metric, long slotStart, String figures) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();

    /** Writes a point. {@code figures} are a JSON object that is not empty. */
    public static byte[] json(String videoId, String metric, long slotStart, String figures) {
        StringBuilder json = new StringBuilder(128).append("{\"video_id\":\"");
        TEXT.quoteAsString(videoId, json);
        json.append("\",\"metric\":\"");
        TEXT.quoteAsString(metric, json);
        return json.append("\",\"t\":")
                .append(slotStart * 1000)
                .append(",\"step\":10,")
                .append(figures, 1, figures.length())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a point.
     *
     * @return null when the bytes are none
     */
    public static Point read(byte[] bytes) {
        String videoId = null;
        String metric = null;
        long t = -1;
        StringWriter figures = new StringWriter(64);
        try (JsonParser in = JSON.createParser(bytes);
                JsonGenerator out = JSON.createGenerator(figures)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "video_id" -> videoId = in.getText();
                    case "metric" -> metric = in.getText();
                    case "t" -> t = in.getLongValue();
                    case "step" -> in.skipChildren();
                    default -> {
                        out.writeFieldName(name);
                        out.copyCurrentStructure(in);
                    }
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            return null;
        }
        return videoId == null || metric == null || t < 0
                ? null
                : new Point(videoId, metric, t / 1000, figures.toString());
    }
}
