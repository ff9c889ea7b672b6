package io.engage.figures.viewers;

/** What a video is doing. */
public enum Status {
    /** Nothing was heard that says that it exists; only a leave waits for its play. */
    UNKNOWN,
    LIVE,
    ENDED,
    /** Ended longer ago than its state is kept; what is dated before that changes nothing any more. */
    FORGOTTEN
}
