package io.engage.portal.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.address.VideoAddress;
import io.engage.portal.videos.Field;
import io.engage.portal.videos.Video;
import java.util.StringJoiner;

/**
 * A video as a row of the table, each figure as it is shown; one that is not there yet is a dash.
 *
 * @param path its id as a part of an address
 * @param name its title, or its id when it has none
 * @param words the most popular ones, most popular first
 */
public record VideoRow(
        String path, String name, String viewers, String likes10s, String dislikes10s, String sentiment, String words) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "–";
    private static final int MOST_WORDS = 3;

    static VideoRow of(Video video) {
        String title = video.text(Field.TITLE);
        return new VideoRow(
                VideoAddress.segment(video.id()),
                title == null || title.isBlank() ? video.id() : title,
                figure(video, Field.VIEWERS),
                figure(video, Field.LIKES_10S),
                figure(video, Field.DISLIKES_10S),
                figure(video, Field.SENTIMENT_60S),
                words(video));
    }

    private static String figure(Video video, Field field) {
        String value = video.value(field);
        return value == null || value.equals("null") ? NONE : value;
    }

    private static String words(Video video) {
        String value = video.value(Field.WORDS_60S);
        if (value == null) {
            return NONE;
        }
        try {
            StringJoiner words = new StringJoiner(", ").setEmptyValue(NONE);
            int count = 0;
            for (JsonNode word : JSON.readTree(value)) {
                if (count++ < MOST_WORDS) {
                    words.add(word.path(0).asText());
                }
            }
            return words.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A video's JSON was read before", e);
        }
    }
}
