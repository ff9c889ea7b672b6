package io.engage.figures.viewers;

/**
 * What is published of a video's audience at a whole second.
 *
 * @param viewers open sessions
 * @param views sessions ever opened
 * @param peakViewers the highest published {@code viewers}
 * @param uniqueViewers different users whose session was opened; exact up to 256, then with a standard error of 1.2 %
 * @param status live or ended
 * @param title null when never given
 * @param broadcasterId null when no {@code start_video} was heard
 * @param place null when never given
 * @param startedAt the timestamp of the latest {@code start_video}, else of what made the video known; epoch ms
 * @param endedAt the timestamp of the {@code end_video}, or when silence ended it; epoch ms, null while it is live
 */
public record ViewerFigures(
        int viewers,
        long views,
        int peakViewers,
        long uniqueViewers,
        Status status,
        String title,
        String broadcasterId,
        Place place,
        long startedAt,
        Long endedAt) {}
