package io.engage.sentiment.serving;

import io.engage.figures.comments.CommentFigures;
import io.engage.figures.comments.LastComment;
import java.util.List;
import java.util.Map;

/**
 * The values of one video as they are to stand in Redis.
 *
 * @param asOf the whole second of which they are, epoch ms
 * @param points those points of the history that changed: slot start in epoch seconds to JSON
 * @param comments the last comments, the newest first
 */
public record CommentsWrite(
        String videoId, long asOf, CommentFigures figures, Map<Long, String> points, List<LastComment> comments) {
    /** The same without comments. */
    CommentsWrite withoutComments() {
        return new CommentsWrite(videoId, asOf, figures, points, List.of());
    }
}
