package io.engage.events;

import java.util.List;

/** The names of the Kafka topics. All are keyed by {@code video_id} and stamp records with the time of their arrival. */
public final class Topics {
    /** {@code start_video}, {@code end_video}, {@code play}, {@code leave} and {@code heartbeat} events. */
    public static final String VIEWS = "engage.views";

    /** {@code like} and {@code dislike} events. */
    public static final String REACTIONS = "engage.reactions";

    /** {@code comment} events. */
    public static final String COMMENTS = "engage.comments";

    /** Refused input, each with its reason. */
    public static final String REJECTED = "engage.rejected";

    /** One point per live video and metric every 10 s, as in the history. */
    public static final String POINTS = "engage.points";

    /** All topics, those of events first. */
    public static final List<String> ALL = List.of(VIEWS, REACTIONS, COMMENTS, REJECTED, POINTS);

    private Topics() {}
}
