package io.engage.metrics.viewers;

import io.engage.events.Event;
import io.engage.events.Topics;
import io.engage.events.VideoFields;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.Place;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.Status;
import io.engage.figures.viewers.ViewerFigures;
import io.engage.metrics.engine.EventColumns;
import io.engage.metrics.engine.Metric;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.serving.VideoWrite.Standing;
import io.engage.metrics.serving.VideoWrite.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Viewers, views, the peak, unique viewers, and what the broadcaster said of the video. */
public final class ViewersMetric implements Metric<Audience> {
    private final SessionRules rules;

    public ViewersMetric(SessionRules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return "viewers";
    }

    @Override
    public String topic() {
        return Topics.VIEWS;
    }

    @Override
    public Audience unknown(String videoId) {
        return new Audience(videoId, rules);
    }

    @Override
    public void count(Audience video, EventColumns events, int row, long arrival) {
        long date = events.date(row);
        switch (events.type(row)) {
            case START_VIDEO -> {
                Event.StartVideo start = events.startVideo(row);
                video.startVideo(date, arrival, start.userId(), start.title(), place(start.place()));
            }
            case END_VIDEO -> video.endVideo(date, arrival);
            case PLAY -> video.play(date, arrival, events.user(row), events.session(row));
            case LEAVE -> video.leave(date, arrival, events.user(row), events.session(row));
            case HEARTBEAT -> video.heartbeat(date, arrival, events.user(row), events.session(row));
            default -> {}
        }
    }

    @Override
    public boolean countsPeople() {
        return true;
    }

    @Override
    public Optional<VideoWrite> write(Audience video, long asOf) {
        ViewerFigures figures = video.figures();
        if (figures == null && !video.isForgotten()) {
            return Optional.empty();
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        boolean known = figures != null;
        fields.put(VideoFields.TITLE, known ? Value.of(figures.title()) : null);
        fields.put(VideoFields.BROADCASTER_ID, known ? Value.of(figures.broadcasterId()) : null);
        boolean placed = known && figures.place() != null;
        fields.put(VideoFields.LATITUDE, placed ? Value.of(figures.place().latitude()) : null);
        fields.put(VideoFields.LONGITUDE, placed ? Value.of(figures.place().longitude()) : null);
        fields.put(VideoFields.STATUS, known ? Value.of(figures.status() == Status.LIVE ? "live" : "ended") : null);
        fields.put(VideoFields.STARTED_AT, known ? Value.of(figures.startedAt()) : null);
        fields.put(VideoFields.ENDED_AT, known && figures.endedAt() != null ? Value.of(figures.endedAt()) : null);
        fields.put(VideoFields.VIEWERS, known ? Value.of(figures.viewers()) : null);
        fields.put(VideoFields.VIEWS, known ? Value.of(figures.views()) : null);
        fields.put(VideoFields.PEAK_VIEWERS, known ? Value.of(figures.peakViewers()) : null);
        fields.put(VideoFields.UNIQUE_VIEWERS, known ? Value.of(figures.uniqueViewers()) : null);
        return Optional.of(new VideoWrite(
                video.id(), name(), VideoFields.VIEWERS_AS_OF, asOf, fields, standing(figures), Map.of()));
    }

    private static Standing standing(ViewerFigures figures) {
        if (figures == null) {
            return new Standing.Forgotten();
        }
        if (figures.status() != Status.LIVE) {
            return new Standing.Ended(figures.endedAt());
        }
        Place place = figures.place();
        return new Standing.Live(
                figures.viewers(), place == null ? null : place.latitude(), place == null ? null : place.longitude());
    }

    @Override
    public String point(Audience video, long slotStart) {
        return "\"viewers\":" + video.publishedViewers();
    }

    private static Place place(io.engage.events.Place place) {
        return place == null ? null : new Place(place.latitude(), place.longitude());
    }
}
