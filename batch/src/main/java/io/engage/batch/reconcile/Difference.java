package io.engage.batch.reconcile;

/**
 * One figure of one video, twice.
 *
 * @param live what the portal says
 * @param recomputed what the archive says
 * @param late duplicates that came more than two minutes after the one before: live they count again, in the archive never
 * @param ended when the video ended, epoch ms; null while it is live
 */
public record Difference(String videoId, String figure, long live, long recomputed, long late, Long ended) {
    private static final long SETTLED_AFTER = 10 * 60_000L;

    /** What is to be said of a figure. */
    public enum Verdict {
        SAME,
        /** The late duplicates are the difference. */
        LATE_DUPLICATES,
        /** It may still change: the archive is some minutes behind. */
        UNSETTLED,
        UNEXPLAINED
    }

    /** What is to be said at the given time, epoch ms. */
    public Verdict verdict(long now) {
        if (live == recomputed) {
            return Verdict.SAME;
        }
        if (live == recomputed + late) {
            return Verdict.LATE_DUPLICATES;
        }
        return ended != null && now - ended > SETTLED_AFTER ? Verdict.UNEXPLAINED : Verdict.UNSETTLED;
    }
}
