package io.engage.metrics.serving;

import io.engage.figures.viewers.Place;
import io.engage.history.UnwrittenPoints;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The values of one metric of one video, as they are to stand in Redis.
 *
 * @param videoId the video
 * @param fields what the metric owns of the video's hash
 * @param asOf the whole second of which the values are, epoch ms
 * @param values the value of each field; null deletes it
 * @param standing where the video stands in the lists; null when the metric does not keep them
 * @param points those points of the history that changed
 */
public record VideoWrite(
        String videoId, MetricFields fields, long asOf, List<Value> values, Standing standing, UnwrittenPoints points) {

    public VideoWrite {
        Objects.requireNonNull(videoId);
        Objects.requireNonNull(points);
        if (values.size() != fields.names().size()) {
            throw new IllegalArgumentException(values.size() + " values for " + fields);
        }
    }

    /** The same with these points. */
    VideoWrite withPoints(UnwrittenPoints others) {
        return new VideoWrite(videoId, fields, asOf, values, standing, others);
    }

    /** A field's value. */
    public sealed interface Value {
        /** The text that Redis holds. */
        String text();

        record Text(String text) implements Value {}

        record Whole(long number) implements Value {
            /** There are some of them for each video, and they stay as long as it lives. */
            private static final Whole[] SMALL =
                    IntStream.range(0, 1024).mapToObj(Whole::new).toArray(Whole[]::new);

            @Override
            public String text() {
                return Long.toString(number);
            }
        }

        record Fraction(double number) implements Value {
            @Override
            public String text() {
                return Double.toString(number);
            }
        }

        static Value of(String text) {
            return text == null ? null : new Text(text);
        }

        static Value of(long number) {
            return number >= 0 && number < Whole.SMALL.length ? Whole.SMALL[(int) number] : new Whole(number);
        }

        static Value of(double number) {
            return new Fraction(number);
        }
    }

    /** Where a video stands in the lists. */
    public sealed interface Standing {
        /** Live; the place is null when not known. */
        record Live(int viewers, Place place) implements Standing {}

        record Ended(long endedAt) implements Standing {}

        /** In no list: its state is kept no longer. */
        record Forgotten() implements Standing {}
    }
}
