package io.engage.figures.comments;

/**
 * What is kept of a sample of scores: sums that can be added and taken away. A comment that was chosen with the probability p counts 1/p: it stands
 * for those that were not.
 */
final class SampleSums {
    private int comments;
    private int chosen;
    private int scored;
    private double weight;
    private double weightSquared;
    private double plain;
    private double score;
    private double scoreSquared;
    /** Sums of (1 − p)/p², alone, times the score, and times its square: what the variance is made of. */
    private double spread;

    private double spreadScore;
    private double spreadScoreSquared;

    /** A comment that the sampler left out. */
    void leftOut() {
        comments++;
    }

    /**
     * A comment that the sampler chose.
     *
     * @param probability with which it was, in (0, 1]
     * @param x its score, or NaN when it had no evidence
     */
    void chosen(double probability, double x) {
        comments++;
        chosen++;
        if (!Double.isNaN(x)) {
            double w = 1 / probability;
            double v = (1 - probability) * w * w;
            scored++;
            plain += x;
            weight += w;
            weightSquared += w * w;
            score += w * x;
            scoreSquared += w * x * x;
            spread += v;
            spreadScore += v * x;
            spreadScoreSquared += v * x * x;
        }
    }

    void add(SampleSums other) {
        comments += other.comments;
        chosen += other.chosen;
        scored += other.scored;
        plain += other.plain;
        weight += other.weight;
        weightSquared += other.weightSquared;
        score += other.score;
        scoreSquared += other.scoreSquared;
        spread += other.spread;
        spreadScore += other.spreadScore;
        spreadScoreSquared += other.spreadScoreSquared;
    }

    int comments() {
        return comments;
    }

    int chosen() {
        return chosen;
    }

    int scored() {
        return scored;
    }

    /** Whether every comment was chosen: then nothing is left to estimate. */
    boolean isAll() {
        return chosen == comments;
    }

    /** The mean score of all comments with evidence, estimated (Hájek's) unless all were chosen; NaN without any. */
    double mean() {
        return scored == 0 ? Double.NaN : isAll() ? plain / scored : score / weight;
    }

    /** The estimated variance of the single scores; 0 with fewer than two. */
    double variance() {
        double effective = effectiveSize();
        if (scored < 2 || effective <= 1) {
            return 0;
        }
        double mean = mean();
        return Math.max(0, scoreSquared / weight - mean * mean) * effective / (effective - 1);
    }

    /** To how many equally weighted scores the sample amounts (Kish): (Σw)² / Σw². */
    double effectiveSize() {
        return scored == 0 ? 0 : weight * weight / weightSquared;
    }

    /**
     * Half of the 95 % interval that the sampling leaves around {@link #mean}: Student's quantile times √V / Σw, where V is the larger of Σ (1 − p)/p²
     * (x − mean)², the variance of a sample in which each comment was chosen by itself (Särndal, Swensson, Wretman, Model Assisted Survey
     * Sampling, 1992, 5.7 and 3.2), and the same with a pooled variance for (x − mean)²: a handful of equal scores must not seem certain.
     * 0 when every comment was chosen.
     *
     * @param pooledVariance of single scores, over many videos
     */
    double margin(double pooledVariance) {
        if (scored == 0 || isAll()) {
            return 0;
        }
        double mean = mean();
        double own = Math.max(0, spreadScoreSquared - 2 * mean * spreadScore + mean * mean * spread);
        double effective = effectiveSize();
        // The mean was taken from the same scores, which makes them seem nearer to it than they are.
        double corrected = effective > 1 ? own * effective / (effective - 1) : 0;
        double variance = Math.max(corrected, pooledVariance * spread);
        return StudentQuantile.twoSided95(Math.max(1, effective - 1)) * Math.sqrt(variance) / weight;
    }
}
