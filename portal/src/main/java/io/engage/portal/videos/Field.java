package io.engage.portal.videos;

import static io.engage.portal.videos.FieldKind.DECIMAL;
import static io.engage.portal.videos.FieldKind.INTEGER;
import static io.engage.portal.videos.FieldKind.JSON;
import static io.engage.portal.videos.FieldKind.TEXT;

import io.engage.events.VideoFields;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a video's hash and what kind of value each holds: the one place that says so. Their order is the order in
 * every answer. A field of the hash that is not named here passes as text.
 */
public enum Field {
    TITLE(VideoFields.TITLE, TEXT),
    BROADCASTER_ID(VideoFields.BROADCASTER_ID, TEXT),
    LATITUDE(VideoFields.LATITUDE, DECIMAL),
    LONGITUDE(VideoFields.LONGITUDE, DECIMAL),
    STATUS(VideoFields.STATUS, TEXT),
    STARTED_AT(VideoFields.STARTED_AT, INTEGER),
    ENDED_AT(VideoFields.ENDED_AT, INTEGER),
    VIEWERS(VideoFields.VIEWERS, INTEGER),
    VIEWS(VideoFields.VIEWS, INTEGER),
    PEAK_VIEWERS(VideoFields.PEAK_VIEWERS, INTEGER),
    UNIQUE_VIEWERS(VideoFields.UNIQUE_VIEWERS, INTEGER),
    VIEWERS_AS_OF(VideoFields.VIEWERS_AS_OF, INTEGER),
    LIKES_10S(VideoFields.LIKES_10S, INTEGER),
    DISLIKES_10S(VideoFields.DISLIKES_10S, INTEGER),
    LIKES(VideoFields.LIKES, INTEGER),
    DISLIKES(VideoFields.DISLIKES, INTEGER),
    REACTIONS_AS_OF(VideoFields.REACTIONS_AS_OF, INTEGER),
    COMMENTS(VideoFields.COMMENTS, INTEGER),
    COMMENTS_60S(VideoFields.COMMENTS_60S, INTEGER),
    WORDS_60S(VideoFields.WORDS_60S, JSON),
    SENTIMENT_60S(VideoFields.SENTIMENT_60S, DECIMAL),
    SENTIMENT_RATE(VideoFields.SENTIMENT_RATE, DECIMAL),
    SENTIMENT_SAMPLE(VideoFields.SENTIMENT_SAMPLE, INTEGER),
    SENTIMENT_MARGIN(VideoFields.SENTIMENT_MARGIN, DECIMAL),
    COMMENTS_AS_OF(VideoFields.COMMENTS_AS_OF, INTEGER);

    private static final Field[] ALL = values();
    private static final Map<String, Field> BY_NAME =
            Arrays.stream(ALL).collect(Collectors.toUnmodifiableMap(f -> f.fieldName, Function.identity()));

    private final String fieldName;
    private final FieldKind kind;
    private final String member;

    Field(String fieldName, FieldKind kind) {
        this.fieldName = fieldName;
        this.kind = kind;
        this.member = FieldKind.quoted(fieldName) + ":";
    }

    /** The name in Redis and in answers. */
    public String fieldName() {
        return fieldName;
    }

    public FieldKind kind() {
        return kind;
    }

    /** The name as a JSON member, {@code "viewers":}. */
    String member() {
        return member;
    }

    static int count() {
        return ALL.length;
    }

    static Field at(int ordinal) {
        return ALL[ordinal];
    }

    /** The field of that name, or null when it is none of these. */
    static Field named(String name) {
        return BY_NAME.get(name);
    }
}
