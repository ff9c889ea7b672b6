package io.engage.metrics.reactions;

import io.engage.events.Topics;
import io.engage.events.VideoFields;
import io.engage.figures.reactions.ReactionFigures;
import io.engage.figures.reactions.Reactions;
import io.engage.history.UnwrittenPoints;
import io.engage.metrics.engine.EventColumns;
import io.engage.metrics.engine.Metric;
import io.engage.metrics.serving.MetricFields;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.serving.VideoWrite.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Likes and dislikes, in all and of the last ten seconds. */
public final class ReactionsMetric implements Metric<Reactions> {
    private static final String NAME = "reactions";
    private static final MetricFields FIELDS = new MetricFields(
            NAME,
            VideoFields.REACTIONS_AS_OF,
            List.of(VideoFields.LIKES_10S, VideoFields.DISLIKES_10S, VideoFields.LIKES, VideoFields.DISLIKES));

    private static final int FEW = 32;
    /** The points of fewer likes and dislikes than {@link #FEW}, of which there are many. */
    private static final String[] FEW_OF_EACH =
            IntStream.range(0, FEW * FEW).mapToObj(n -> json(n / FEW, n % FEW)).toArray(String[]::new);

    @Override
    public String name() {
        return NAME;
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
    public Optional<VideoWrite> write(Reactions video, long asOf, UnwrittenPoints points) {
        ReactionFigures figures = video.figures();
        if (figures == null) {
            return Optional.empty();
        }
        // In the order of the fields.
        List<Value> values = List.of(
                Value.of(figures.likes10s()),
                Value.of(figures.dislikes10s()),
                Value.of(figures.likes()),
                Value.of(figures.dislikes()));
        return Optional.of(new VideoWrite(video.id(), FIELDS, asOf, values, null, points));
    }

    @Override
    public String point(Reactions video, long slotStart) {
        int likes = video.likesIn(slotStart);
        int dislikes = video.dislikesIn(slotStart);
        return likes < FEW && dislikes < FEW ? FEW_OF_EACH[likes * FEW + dislikes] : json(likes, dislikes);
    }

    private static String json(int likes, int dislikes) {
        return "{\"likes\":" + likes + ",\"dislikes\":" + dislikes + "}";
    }
}
