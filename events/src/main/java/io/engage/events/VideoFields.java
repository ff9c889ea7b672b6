package io.engage.events;

/** The fields of the hash {@link RedisKeys#video}. Each is written by the one metric that owns it; times are epoch ms. */
public final class VideoFields {
    // Owned by viewers.
    public static final String TITLE = "title";
    public static final String BROADCASTER_ID = "broadcaster_id";
    public static final String LATITUDE = "latitude";
    public static final String LONGITUDE = "longitude";
    public static final String STATUS = "status";
    public static final String STARTED_AT = "started_at";
    public static final String ENDED_AT = "ended_at";
    public static final String VIEWERS = "viewers";
    public static final String VIEWS = "views";
    public static final String PEAK_VIEWERS = "peak_viewers";
    public static final String UNIQUE_VIEWERS = "unique_viewers";
    public static final String VIEWERS_AS_OF = "viewers_as_of";

    // Owned by reactions.
    public static final String LIKES_10S = "likes_10s";
    public static final String DISLIKES_10S = "dislikes_10s";
    public static final String LIKES = "likes";
    public static final String DISLIKES = "dislikes";
    public static final String REACTIONS_AS_OF = "reactions_as_of";

    // Owned by comments.
    public static final String COMMENTS = "comments";
    public static final String COMMENTS_60S = "comments_60s";
    public static final String WORDS_60S = "words_60s";
    public static final String SENTIMENT_60S = "sentiment_60s";
    public static final String SENTIMENT_RATE = "sentiment_rate";
    public static final String SENTIMENT_SAMPLE = "sentiment_sample";
    public static final String SENTIMENT_MARGIN = "sentiment_margin";
    public static final String COMMENTS_AS_OF = "comments_as_of";

    private VideoFields() {}
}
