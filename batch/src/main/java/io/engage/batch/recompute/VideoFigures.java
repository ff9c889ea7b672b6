package io.engage.batch.recompute;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** All that is recomputed of one video. A bean, as Spark's encoders ask for. */
public final class VideoFigures implements Serializable {
    private static final long serialVersionUID = 1;

    private VideoTotals totals;
    private ArrayList<VideoMinute> minutes;

    /** For Spark. */
    public VideoFigures() {}

    VideoFigures(VideoTotals totals, List<VideoMinute> minutes) {
        this.totals = totals;
        this.minutes = new ArrayList<>(minutes);
    }

    public VideoTotals getTotals() {
        return totals;
    }

    public void setTotals(VideoTotals totals) {
        this.totals = totals;
    }

    public List<VideoMinute> getMinutes() {
        return minutes;
    }

    public void setMinutes(List<VideoMinute> minutes) {
        this.minutes = new ArrayList<>(minutes);
    }
}
