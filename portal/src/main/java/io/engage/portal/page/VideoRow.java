package io.engage.portal.page;

import io.engage.portal.address.VideoAddress;
import io.engage.portal.videos.Field;
import io.engage.portal.videos.Video;

/**
 * A video as a row of the table, each figure as it is shown; one that is not there yet is a dash.
 *
 * @param path its id as a part of an address
 * @param name its title, or its id when it has none
 */
public record VideoRow(
        String path, String name, String viewers, String likes10s, String dislikes10s, String sentiment) {
    private static final String NONE = "–";

    static VideoRow of(Video video) {
        String title = video.text(Field.TITLE);
        return new VideoRow(
                VideoAddress.segment(video.id()),
                title == null || title.isBlank() ? video.id() : title,
                figure(video, Field.VIEWERS),
                figure(video, Field.LIKES_10S),
                figure(video, Field.DISLIKES_10S),
                figure(video, Field.SENTIMENT_60S));
    }

    private static String figure(Video video, Field field) {
        String value = video.value(field);
        return value == null || value.equals("null") ? NONE : value;
    }
}
