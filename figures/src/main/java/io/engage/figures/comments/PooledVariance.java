package io.engage.figures.comments;

/**
 * The variance of single scores within videos, over all videos of an instance: what a score's uncertainty is taken to be where a video has too few
 * scores to tell. It begins at a guess that weighs as much as a hundred scores, and never weighs more than ten thousand, so that it follows the times.
 */
public final class PooledVariance {
    /** The variance of the 400 rated chat messages' ratings, rounded: a guess until scores are known. */
    private static final double GUESS = 0.6;

    private static final double GUESS_WEIGHT = 100;
    /** No video says more than this at once: the pool is of all of them. */
    private static final double MOST_OF_ONE = 30;

    private static final double MOST_WEIGHT = 10_000;

    private double squares = GUESS * GUESS_WEIGHT;
    private double weight = GUESS_WEIGHT;

    /** Adds what a video's sample says. */
    void add(SampleSums sums) {
        if (sums.scored() >= 2) {
            double degrees = Math.min(sums.scored() - 1, MOST_OF_ONE);
            squares += sums.variance() * degrees;
            weight += degrees;
            if (weight > MOST_WEIGHT) {
                squares *= MOST_WEIGHT / weight;
                weight = MOST_WEIGHT;
            }
        }
    }

    /** The variance now. */
    public double value() {
        return squares / weight;
    }
}
