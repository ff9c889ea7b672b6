package io.engage.batch.recompute;

import java.io.Serializable;

/** The totals of one video. A bean, as Spark's encoders ask for; times in epoch ms, durations in seconds. */
public final class VideoTotals implements Serializable {
    private static final long serialVersionUID = 1;

    private String videoId;
    private long views;
    private long uniqueViewers;
    private int peakViewers;
    private double watchTotal;
    private double watchMean;
    private double watchMedian;
    private long likes;
    private long dislikes;
    private long comments;
    private long firstEvent;
    private long lastEvent;
    private Long endedAt;

    public String getVideoId() {
        return videoId;
    }

    public void setVideoId(String videoId) {
        this.videoId = videoId;
    }

    public long getViews() {
        return views;
    }

    public void setViews(long views) {
        this.views = views;
    }

    public long getUniqueViewers() {
        return uniqueViewers;
    }

    public void setUniqueViewers(long uniqueViewers) {
        this.uniqueViewers = uniqueViewers;
    }

    public int getPeakViewers() {
        return peakViewers;
    }

    public void setPeakViewers(int peakViewers) {
        this.peakViewers = peakViewers;
    }

    public double getWatchTotal() {
        return watchTotal;
    }

    public void setWatchTotal(double watchTotal) {
        this.watchTotal = watchTotal;
    }

    public double getWatchMean() {
        return watchMean;
    }

    public void setWatchMean(double watchMean) {
        this.watchMean = watchMean;
    }

    public double getWatchMedian() {
        return watchMedian;
    }

    public void setWatchMedian(double watchMedian) {
        this.watchMedian = watchMedian;
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

    public long getFirstEvent() {
        return firstEvent;
    }

    public void setFirstEvent(long firstEvent) {
        this.firstEvent = firstEvent;
    }

    public long getLastEvent() {
        return lastEvent;
    }

    public void setLastEvent(long lastEvent) {
        this.lastEvent = lastEvent;
    }

    public Long getEndedAt() {
        return endedAt;
    }

    public void setEndedAt(Long endedAt) {
        this.endedAt = endedAt;
    }
}
