package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distributions that the model draws from, held against their textbook form. */
class DiceTest {
    private static final int DRAWS = 20_000;

    /** Beyond it a sample of the right distribution lies once in 10,000 cases (Kolmogorov and Smirnov). */
    private static final double MOST_DISTANCE = 2.23 / Math.sqrt(DRAWS);

    private final Dice dice = new Dice(20_261_123);

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1, 2, 9})
    void gammaHasTheShapeOfTheTextbook(double shape) {
        double mean = 40;
        double distance = distance(() -> dice.gamma(shape, mean), x -> gammaUpTo(shape, x * shape / mean));
        assertTrue(distance < MOST_DISTANCE, "distance " + distance);
    }

    @Test
    void exponentialHasTheShapeOfTheTextbook() {
        double distance = distance(() -> dice.exponential(3), x -> 1 - Math.exp(-x / 3));
        assertTrue(distance < MOST_DISTANCE, "distance " + distance);
    }

    @Test
    void betaHasItsMean() {
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += dice.beta(3, 1.1);
        }
        assertEquals(3 / 4.1, sum / DRAWS, 0.01);
    }

    @Test
    void momentsDrawnOneAfterTheOtherAreUniform() {
        // When five moments in [100, 200) are drawn in their order, again and again
        double[] all = new double[DRAWS];
        for (int i = 0; i < DRAWS; i += 5) {
            double last = 100;
            for (int left = 5; left > 0; left--) {
                double next = dice.firstOf(left, last, 200);
                assertTrue(next >= last && next < 200);
                all[i + 5 - left] = last = next;
            }
        }

        // Then all together are uniform
        double distance = distance(all, x -> (x - 100) / 100);
        assertTrue(distance < MOST_DISTANCE, "distance " + distance);
    }

    @Test
    void theSameSeedGivesTheSameDraws() {
        Dice a = new Dice(5);
        Dice b = new Dice(5);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(a.gamma(0.7, 3), b.gamma(0.7, 3));
            assertEquals(a.below(1_000), b.below(1_000));
        }
    }

    private static double distance(DoubleSupplier draw, DoubleUnaryOperator upTo) {
        double[] all = new double[DRAWS];
        Arrays.setAll(all, i -> draw.getAsDouble());
        return distance(all, upTo);
    }

    /** The largest distance between the share of draws up to x and what it should be. */
    static double distance(double[] draws, DoubleUnaryOperator upTo) {
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = upTo.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.abs(expected - i / (double) sorted.length));
            distance = Math.max(distance, Math.abs(expected - (i + 1) / (double) sorted.length));
        }
        return distance;
    }

    /** The regularized lower incomplete gamma function by its power series (Abramowitz and Stegun, 6.5.29). */
    static double gammaUpTo(double shape, double x) {
        if (x <= 0) {
            return 0;
        }
        if (x > shape + 60) {
            return 1;
        }
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; term > sum * 1e-15; n++) {
            term *= x / (shape + n);
            sum += term;
        }
        return Math.min(1, sum * Math.exp(shape * Math.log(x) - x - logGamma(shape)));
    }

    /** Stirling's series after a shift. */
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 12) {
            shift -= Math.log(y);
            y++;
        }
        return shift + (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * y) - 1 / (360 * y * y * y);
    }
}
