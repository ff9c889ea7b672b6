package io.engage.sentiment.serving;

import io.engage.figures.comments.CommentFigures;
import io.engage.figures.comments.LastComment;
import io.engage.history.UnwrittenPoints;
import java.util.List;

/**
 * The values of one video as they are to stand in Redis.
 *
 * @param asOf the whole second of which they are, epoch ms
 * @param points those points of the history that changed
 * @param comments the last comments, the newest first
 */
public record CommentsWrite(
        String videoId, long asOf, CommentFigures figures, UnwrittenPoints points, List<LastComment> comments) {
    /** The same without comments. */
    CommentsWrite withoutComments() {
        return new CommentsWrite(videoId, asOf, figures, points, List.of());
    }
}
