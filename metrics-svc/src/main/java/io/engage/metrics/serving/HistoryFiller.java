package io.engage.metrics.serving;

/** Writes the history of the last 24 h to Redis again, in the background. */
@FunctionalInterface
public interface HistoryFiller {
    /** Begins; a call while it is at work makes it begin once more when it is done. */
    void fill();
}
