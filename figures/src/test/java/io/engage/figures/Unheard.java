package io.engage.figures;

import io.engage.figures.log.Partition;
import io.engage.figures.log.Video;

/** For tests that look at the videos themselves. */
public class Unheard<V extends Video> implements Partition.Listener<V> {
    @Override
    public void changed(V video, long asOf) {}

    @Override
    public void slot(V video, long start, boolean record) {}

    @Override
    public void gone(V video) {}
}
