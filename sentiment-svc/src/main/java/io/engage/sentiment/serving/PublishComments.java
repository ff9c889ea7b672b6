package io.engage.sentiment.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engage.events.RedisKeys;
import io.engage.events.VideoFields;
import io.engage.figures.comments.CommentFigures;
import io.engage.figures.comments.Comments;
import io.engage.figures.comments.LastComment;
import io.engage.figures.comments.WordCount;
import io.engage.redis.RedisScript;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one command that writes a video: a script in Redis, so that an instance that was cut off for a while cannot put old figures over newer ones, and
 * that a repeated write lists no comment twice.
 */
final class PublishComments {
    static final RedisScript SCRIPT = RedisScript.resource(PublishComments.class, "/publish-comments.lua");

    /** After the last comment: the silence that ends a video, and the day that it is kept then. */
    static final Duration EXPIRY = Duration.ofHours(28);

    private static final long HISTORY_SECONDS = Duration.ofHours(24).toSeconds();
    private static final JsonFactory JSON = new JsonFactory();

    private PublishComments() {}

    /**
     * The fields of a video's hash and their values as JSON: numbers, null, and the words as an array of pairs.
     */
    static Map<String, String> fields(CommentFigures figures) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(VideoFields.COMMENTS, Long.toString(figures.comments()));
        fields.put(VideoFields.COMMENTS_60S, Integer.toString(figures.comments60s()));
        fields.put(VideoFields.WORDS_60S, words(figures.words60s()));
        fields.put(VideoFields.SENTIMENT_60S, String.valueOf(figures.sentiment60s()));
        fields.put(VideoFields.SENTIMENT_RATE, Double.toString(figures.rate()));
        fields.put(VideoFields.SENTIMENT_SAMPLE, Integer.toString(figures.sample()));
        fields.put(VideoFields.SENTIMENT_MARGIN, String.valueOf(figures.margin()));
        return fields;
    }

    /**
     * The command for a video.
     *
     * @param fields its fields, from {@link #fields}
     * @param before those that were written last by this instance; null when none were
     */
    static Request request(CommentsWrite write, Map<String, String> fields, Map<String, String> before) {
        Request request = SCRIPT.call()
                .arg(3)
                .arg(RedisKeys.video(write.videoId()))
                .arg(RedisKeys.history("comments", write.videoId()))
                .arg(RedisKeys.comments(write.videoId()))
                .arg(VideoFields.COMMENTS_AS_OF)
                .arg(write.asOf())
                .arg(EXPIRY.toSeconds())
                .arg(message(write, fields, before))
                .arg(fields.size());
        fields.forEach((name, value) -> request.arg(name).arg(value));
        request.arg(write.points().size());
        write.points().forEach((slot, point) -> request.arg(slot).arg(point).arg(slot - HISTORY_SECONDS));
        request.arg(Comments.LAST);
        for (LastComment comment : write.comments().reversed()) {
            request.arg(comment.offset()).arg(json(comment));
        }
        return request;
    }

    /** The changed fields as a JSON object; empty when none changed. */
    private static String message(CommentsWrite write, Map<String, String> fields, Map<String, String> before) {
        StringBuilder json = new StringBuilder(128).append('{');
        fields.forEach((name, value) -> {
            if (before == null || !value.equals(before.get(name))) {
                json.append('"').append(name).append("\":").append(value).append(',');
            }
        });
        return json.length() == 1
                ? ""
                : json.append('"')
                        .append(VideoFields.COMMENTS_AS_OF)
                        .append("\":")
                        .append(write.asOf())
                        .append('}')
                        .toString();
    }

    private static String words(List<WordCount> words) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (WordCount word : words) {
                json.writeStartArray();
                json.writeString(word.word());
                json.writeNumber(word.count());
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The script looks for the offset, so it comes first. */
    private static String json(LastComment comment) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("offset", comment.offset());
            json.writeStringField("event_id", comment.eventId());
            json.writeStringField("user_id", comment.userId());
            json.writeStringField("comment", comment.text());
            json.writeNumberField("timestamp", comment.timestamp());
            if (Double.isNaN(comment.score())) {
                json.writeNullField("score");
            } else {
                json.writeNumberField("score", Math.round(comment.score() * 100) / 100.0);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
