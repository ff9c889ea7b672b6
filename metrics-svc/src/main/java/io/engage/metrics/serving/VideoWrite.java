package io.engage.metrics.serving;

import java.util.Map;
import java.util.Objects;

/**
 * The values of one metric of one video, as they are to stand in Redis.
 *
 * @param videoId the video
 * @param metric the metric that owns the values
 * @param asOfField the field that holds {@code asOf}; nothing is written over values with a later one
 * @param asOf the whole second of which they are, epoch ms
 * @param fields all fields of the video's hash that the metric owns, always the same in the same order; null deletes one
 * @param standing where the video stands in the lists; null when the metric does not keep them
 * @param points those points of the history that changed: slot start in epoch seconds to JSON
 */
public record VideoWrite(
        String videoId,
        String metric,
        String asOfField,
        long asOf,
        Map<String, Value> fields,
        Standing standing,
        Map<Long, String> points) {

    public VideoWrite {
        Objects.requireNonNull(videoId);
        Objects.requireNonNull(metric);
        Objects.requireNonNull(asOfField);
    }

    /** The same with these points. */
    public VideoWrite withPoints(Map<Long, String> changed) {
        return new VideoWrite(videoId, metric, asOfField, asOf, fields, standing, Map.copyOf(changed));
    }

    /** A field's value. */
    public sealed interface Value {
        /** The text that Redis holds. */
        String text();

        record Text(String text) implements Value {}

        record Whole(long number) implements Value {
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
            return new Whole(number);
        }

        static Value of(double number) {
            return new Fraction(number);
        }
    }

    /** Where a video stands in the lists. */
    public sealed interface Standing {
        /** Live; the place is null when not known. */
        record Live(int viewers, Double latitude, Double longitude) implements Standing {}

        record Ended(long endedAt) implements Standing {}

        /** In no list: its state is kept no longer. */
        record Forgotten() implements Standing {}
    }
}
