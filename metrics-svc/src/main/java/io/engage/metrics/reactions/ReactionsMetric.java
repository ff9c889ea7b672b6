package io.engage.metrics.reactions;

import io.engage.events.RecordReader;
import io.engage.events.Topics;
import io.engage.events.VideoFields;
import io.engage.figures.reactions.ReactionFigures;
import io.engage.figures.reactions.Reactions;
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
    public void count(Reactions video, RecordReader event, long arrival) {
        switch (event.type()) {
            case LIKE -> video.like(event.timestamp(), arrival);
            case DISLIKE -> video.dislike(event.timestamp(), arrival);
            default -> {}
        }
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
