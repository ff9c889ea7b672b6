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
    private static final byte[] BEFORE_ID = "{\"video_id\":\"".getBytes(StandardCharsets.UTF_8);

    /** Writes a point. {@code figures} are a JSON object that is not empty. */
    public static byte[] json(String videoId, String metric, long slotStart, String figures) {
        return json(videoId.getBytes(StandardCharsets.UTF_8), metric, slotStart, figures);
    }

    /** As {@link #json(String, String, long, String)}, with the video's id as bytes of UTF-8. */
    public static byte[] json(byte[] videoId, String metric, long slotStart, String figures) {
        byte[] id = isPlain(videoId) ? videoId : TEXT.quoteAsUTF8(new String(videoId, StandardCharsets.UTF_8));
        StringBuilder behind = new StringBuilder(96).append("\",\"metric\":\"");
        TEXT.quoteAsString(metric, behind);
        byte[] rest = behind.append("\",\"t\":")
                .append(slotStart * 1000)
                .append(",\"step\":10,")
                .append(figures, 1, figures.length())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        byte[] json = new byte[BEFORE_ID.length + id.length + rest.length];
        System.arraycopy(BEFORE_ID, 0, json, 0, BEFORE_ID.length);
        System.arraycopy(id, 0, json, BEFORE_ID.length, id.length);
        System.arraycopy(rest, 0, json, BEFORE_ID.length + id.length, rest.length);
        return json;
    }

    /** Whether it is the same within quotes (RFC 8259, 7). */
    private static boolean isPlain(byte[] utf8) {
        for (byte b : utf8) {
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
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
