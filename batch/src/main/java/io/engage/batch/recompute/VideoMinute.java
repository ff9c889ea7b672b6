package io.engage.batch.recompute;

import java.io.Serializable;

/**
 * One minute of one video: its start in epoch ms, the viewers at its end (by arrival), and what happened in it (by timestamp). A bean, as Spark's
 * encoders ask for.
 */
public final class VideoMinute implements Serializable {
    private static final long serialVersionUID = 1;

    private String videoId;
    private long minute;
    private int viewers;
    private long likes;
    private long dislikes;
    private long comments;

    /** For Spark. */
    public VideoMinute() {}

    VideoMinute(String videoId, long minute) {
        this.videoId = videoId;
        this.minute = minute;
    }

    public String getVideoId() {
        return videoId;
    }

    public void setVideoId(String videoId) {
        this.videoId = videoId;
    }

    public long getMinute() {
        return minute;
    }

    public void setMinute(long minute) {
        this.minute = minute;
    }

    public int getViewers() {
        return viewers;
    }

    public void setViewers(int viewers) {
        this.viewers = viewers;
    }

    public long getLikes() {
        return likes;
    }

    public void setLikes(long likes) {
        this.likes = likes;
    }

    public long getDislikes() {
        return dislikes;
    }

    public void setDislikes(long dislikes) {
        this.dislikes = dislikes;
    }

    public long getComments() {
        return comments;
    }

    public void setComments(long comments) {
        this.comments = comments;
    }
}
