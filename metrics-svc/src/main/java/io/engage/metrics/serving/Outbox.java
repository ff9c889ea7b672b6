package io.engage.metrics.serving;

import java.util.List;

/** Takes what is to be written to Redis. */
public interface Outbox {
    /** Whether it can take more: not while Redis is away or the last writes are under way. */
    boolean isHungry();

    /**
     * As {@link #isHungry}, for one that still has records waiting: what it hands over is out of date soon, so that writing may
     * take no more than a share of the time.
     */
    default boolean isHungryForOldFigures() {
        return isHungry();
    }

    /** Takes the newest values of some videos. They are written, whatever happens, unless newer ones overtake them. */
    void add(List<VideoWrite> writes);

    /** Says that of this video nothing more comes from here: what was written last need not be remembered. */
    void forget(String metric, String videoId);

    /** How often everything was asked for so far, since Redis was found emptied; a new number asks for all videos again. */
    long fillings();

    /** Says that points of the history could not be kept while Redis was away, so that they are read from the log again. */
    void pointsMissed();
}
