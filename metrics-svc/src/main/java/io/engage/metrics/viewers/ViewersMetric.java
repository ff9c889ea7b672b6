package io.engage.metrics.viewers;

import io.engage.events.Event;
import io.engage.events.Topics;
import io.engage.events.VideoFields;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.Place;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.Status;
import io.engage.figures.viewers.ViewerFigures;
import io.engage.history.UnwrittenPoints;
import io.engage.metrics.engine.EventColumns;
import io.engage.metrics.engine.Metric;
import io.engage.metrics.serving.MetricFields;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.serving.VideoWrite.Standing;
import io.engage.metrics.serving.VideoWrite.Value;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Viewers, views, the peak, unique viewers, and what the broadcaster said of the video. */
public final class ViewersMetric implements Metric<Audience> {
    private static final String NAME = "viewers";
    private static final MetricFields FIELDS = new MetricFields(
            NAME,
            VideoFields.VIEWERS_AS_OF,
            List.of(
                    VideoFields.TITLE,
                    VideoFields.BROADCASTER_ID,
                    VideoFields.LATITUDE,
                    VideoFields.LONGITUDE,
                    VideoFields.STATUS,
                    VideoFields.STARTED_AT,
                    VideoFields.ENDED_AT,
                    VideoFields.VIEWERS,
                    VideoFields.VIEWS,
                    VideoFields.PEAK_VIEWERS,
                    VideoFields.UNIQUE_VIEWERS));
    private static final List<Value> NOTHING =
            Collections.nCopies(FIELDS.names().size(), null);
    private static final Value LIVE = Value.of("live");
    private static final Value ENDED = Value.of("ended");

    /** The points of so many viewers, of which there are many. */
    private static final String[] FEW =
            IntStream.range(0, 256).mapToObj(ViewersMetric::json).toArray(String[]::new);

    private final SessionRules rules;

    public ViewersMetric(SessionRules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return NAME;
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
    public Optional<VideoWrite> write(Audience video, long asOf, UnwrittenPoints points) {
        ViewerFigures figures = video.figures();
        if (figures == null && !video.isForgotten()) {
            return Optional.empty();
        }
        return Optional.of(new VideoWrite(
                video.id(), FIELDS, asOf, figures == null ? NOTHING : values(figures), standing(figures), points));
    }

    /** In the order of {@link #FIELDS}. */
    private static List<Value> values(ViewerFigures figures) {
        Place place = figures.place();
        return Arrays.asList(
                Value.of(figures.title()),
                Value.of(figures.broadcasterId()),
                place == null ? null : Value.of(place.latitude()),
                place == null ? null : Value.of(place.longitude()),
                figures.status() == Status.LIVE ? LIVE : ENDED,
                Value.of(figures.startedAt()),
                figures.endedAt() == null ? null : Value.of(figures.endedAt()),
                Value.of(figures.viewers()),
                Value.of(figures.views()),
                Value.of(figures.peakViewers()),
                Value.of(figures.uniqueViewers()));
    }

    private static Standing standing(ViewerFigures figures) {
        if (figures == null) {
            return new Standing.Forgotten();
        }
        return figures.status() == Status.LIVE
                ? new Standing.Live(figures.viewers(), figures.place())
                : new Standing.Ended(figures.endedAt());
    }

    @Override
    public String point(Audience video, long slotStart) {
        int viewers = video.publishedViewers();
        return viewers < FEW.length ? FEW[viewers] : json(viewers);
    }

    private static String json(int viewers) {
        return "{\"viewers\":" + viewers + "}";
    }

    private static Place place(io.engage.events.Place place) {
        return place == null ? null : new Place(place.latitude(), place.longitude());
    }
}
