package io.engage.figures.comments;

/**
 * One of a video's last comments.
 *
 * @param offset of its record: of two comments of a video the later has the greater
 * @param timestamp when it was written, epoch ms
 * @param arrival when it arrived, epoch ms
 * @param score from 0 to 4, NaN when it was not chosen or had no evidence
 */
public record LastComment(
        long offset, String eventId, String userId, String text, long timestamp, long arrival, double score) {}
