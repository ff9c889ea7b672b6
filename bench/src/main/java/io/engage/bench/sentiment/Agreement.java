package io.engage.bench.sentiment;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well scores agree with people's ratings.
 *
 * @param correlation Pearson's, over the texts that were scored
 * @param accuracy the share of scored texts in the right one of three classes: below -0.5, up to +0.5, above, on −4…+4
 * @param accuracyOfAll the same over all texts, one without a score counting as neutral
 * @param scored the share of texts that were scored
 */
record Agreement(double correlation, double accuracy, double accuracyOfAll, double scored) {
    private static final double CUT = 0.5;

    /** @param score of a text from −4 to +4, or NaN when unscored */
    static Agreement of(List<RatedText> texts, ToDoubleFunction<RatedText> score) {
        int scored = 0;
        int right = 0;
        int rightOfAll = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        for (RatedText text : texts) {
            double x = score.applyAsDouble(text);
            double y = text.rating();
            boolean hit = sentimentClass(Double.isNaN(x) ? 0 : x) == sentimentClass(y);
            rightOfAll += hit ? 1 : 0;
            if (!Double.isNaN(x)) {
                scored++;
                right += hit ? 1 : 0;
                sx += x;
                sy += y;
                sxx += x * x;
                syy += y * y;
                sxy += x * y;
            }
        }
        double covariance = sxy - sx * sy / scored;
        double correlation = covariance / Math.sqrt((sxx - sx * sx / scored) * (syy - sy * sy / scored));
        return new Agreement(
                correlation,
                (double) right / scored,
                (double) rightOfAll / texts.size(),
                (double) scored / texts.size());
    }

    private static int sentimentClass(double value) {
        return value > CUT ? 1 : value < -CUT ? -1 : 0;
    }
}
