package io.engage.metrics.reactions;

import io.engage.events.Topics;
import io.engage.events.VideoFields;
import io.engage.figures.reactions.ReactionFigures;
import io.engage.figures.reactions.Reactions;
import io.engage.metrics.engine.EventColumns;
import io.engage.metrics.engine.Metric;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.serving.VideoWrite.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Likes and dislikes, in all and of the last ten seconds. */
public final class ReactionsMetric implements Metric<Reactions> {
    @Override
    public String name() {
        return "reactions";
    }

    @Override
    public String topic() {
        return Topics.REACTIONS;
    }

    @Override
    public Reactions unknown(String videoId) {
        return new Reactions(videoId);
    }

    @Override
    public void count(Reactions video, EventColumns events, int row, long arrival) {
        switch (events.type(row)) {
            case LIKE -> video.like(events.date(row), arrival);
            case DISLIKE -> video.dislike(events.date(row), arrival);
            default -> {}
        }
    }

    @Override
    public boolean countsPeople() {
        return false;
    }

    @Override
    public Optional<VideoWrite> write(Reactions video, long asOf) {
        ReactionFigures figures = video.figures();
        if (figures == null) {
            return Optional.empty();
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put(VideoFields.LIKES_10S, Value.of(figures.likes10s()));
        fields.put(VideoFields.DISLIKES_10S, Value.of(figures.dislikes10s()));
        fields.put(VideoFields.LIKES, Value.of(figures.likes()));
        fields.put(VideoFields.DISLIKES, Value.of(figures.dislikes()));
        return Optional.of(
                new VideoWrite(video.id(), name(), VideoFields.REACTIONS_AS_OF, asOf, fields, null, Map.of()));
    }

    @Override
    public String point(Reactions video, long slotStart) {
        return "\"likes\":" + video.likesIn(slotStart) + ",\"dislikes\":" + video.dislikesIn(slotStart);
    }
}
