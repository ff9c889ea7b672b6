package io.engage.events;

/** The names of all keys and channels in Redis. A video's id is always the last part of a key, taken as it is. */
public final class RedisKeys {
    /** Sorted set of the live videos, scored by their viewers. */
    public static final String LIVE = "videos:live";

    /** Sorted set of the videos that ended less than 24 h ago, scored by {@code ended_at} in epoch ms. */
    public static final String ENDED = "videos:ended";

    /** Geo set of the live videos. */
    public static final String GEO = "videos:geo";

    /** The marker whose absence says that Redis was emptied and everything is to be written again. */
    public static final String FILLED = "engage:filled";

    private RedisKeys() {}

    /** The hash of a video's figures, see {@link VideoFields}; also the channel on which its changed fields are published. */
    public static String video(String videoId) {
        return "video:" + videoId;
    }

    /**
     * The hash of a video's history of one metric: slot start in epoch seconds to a small JSON point.
     *
     * @param metric {@code viewers}, {@code reactions} or {@code comments}
     */
    public static String history(String metric, String videoId) {
        return "history:" + metric + ":" + videoId;
    }

    /** The list of a video's last 100 comments with their scores, newest first. */
    public static String comments(String videoId) {
        return "comments:" + videoId;
    }

    /** The list of a video's moments, newest first. */
    public static String moments(String videoId) {
        return "moments:" + videoId;
    }
}
