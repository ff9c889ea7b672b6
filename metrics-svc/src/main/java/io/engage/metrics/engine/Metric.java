package io.engage.metrics.engine;

import io.engage.figures.log.Video;
import io.engage.history.UnwrittenPoints;
import io.engage.metrics.serving.VideoWrite;
import java.util.Optional;

/**
 * One metric: which topic it counts, what an event changes, and how its figures are served.
 *
 * @param <V> what it knows of a video
 */
public interface Metric<V extends Video> {
    /** The name of the metric, as in {@code engage.metrics} and in the keys of its history. */
    String name();

    /** The topic it counts. */
    String topic();

    /** The state of a video of which nothing is known yet. */
    V unknown(String videoId);

    /**
     * Counts an event that is no duplicate.
     *
     * @param row where the event is in the events of its batch
     */
    void count(V video, EventColumns events, int row, long arrival);

    /** Whether it tells users and sessions apart. */
    boolean countsPeople();

    /**
     * The published figures of a video as they are written to Redis.
     *
     * @param asOf the whole second of which they are, epoch ms
     * @param points the points of its history that are to be written with them
     * @return nothing while there is nothing to show
     */
    Optional<VideoWrite> write(V video, long asOf, UnwrittenPoints points);

    /** The figures of a slot of ten seconds as a JSON object, such as <code>{"viewers":3}</code>. */
    String point(V video, long slotStart);
}
