package io.engage.metrics.serving;

import java.util.List;

/** Takes what is to be written to Redis. */
public interface Outbox {
    /** In place of a round: nothing is taken now. */
    long CLOSED = -1;

    /**
     * The round of writes that is being gathered; {@link #CLOSED} while Redis is away. Each partition hands over once a round, so
     * that all get their turn however much there is to write.
     *
     * @param urgent whether the figures are of now, or cannot wait. Others, of one that still has records waiting, are out of date
     *     soon, so that they have rounds of their own, which take no more than a share of the time
     */
    long round(boolean urgent);

    /**
     * Takes the newest values of some videos. They are written, whatever happens, unless newer ones overtake them.
     *
     * @param urgent see {@link #round}
     */
    void add(List<VideoWrite> writes, boolean urgent);

    /** Says that of this video nothing more comes from here: what was written last need not be remembered. */
    void forget(String metric, String videoId);

    /** How often everything was asked for so far, since Redis was found emptied; a new number asks for all videos again. */
    long fillings();

    /** Says that points of the history could not be kept while Redis was away, so that they are read from the log again. */
    void pointsMissed();
}
