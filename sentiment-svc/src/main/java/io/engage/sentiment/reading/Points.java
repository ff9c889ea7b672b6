package io.engage.sentiment.reading;

import io.engage.figures.comments.Comments;
import io.engage.history.Point;

/** The points of the history as they stand in the log of points. */
final class Points {
    /** The metric's name in points and in the keys of the history. */
    static final String METRIC = "comments";

    private Points() {}

    /** The figures of the slot (start, start + 10 s], as a JSON object. */
    static String figures(Comments video, long start) {
        return "{\"comments\":" + video.commentsIn(start) + ",\"sentiment\":" + video.sentimentIn(start) + "}";
    }

    /** A point for the log of points. */
    static byte[] json(Comments video, long start) {
        return Point.json(video.id(), METRIC, start, figures(video, start));
    }
}
