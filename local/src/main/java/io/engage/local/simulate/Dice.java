package io.engage.local.simulate;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a simulation: the same seed gives the same draws. Not safe for use by several threads. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** True with the given probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Uniform in [0, 1). */
    double fraction() {
        return random.nextDouble();
    }

    /** Uniform in [0, bound). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Uniform in [from, to); {@code from} when there is nothing between them. */
    long between(long from, long to) {
        return to <= from ? from : random.nextLong(from, to);
    }

    /** One of the given things, each as likely. */
    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /** Exponential with the given mean: the wait for something that happens at a constant rate. */
    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /**
     * Gamma with the given shape and mean; its variance is mean² / shape. Method of G. Marsaglia and W. W. Tsang, "A simple method for
     * generating gamma variables", ACM TOMS 26 (2000), with their boost for shapes below 1.
     */
    double gamma(double shape, double mean) {
        double boost = 1;
        double s = shape;
        if (shape < 1) {
            boost = Math.pow(1 - random.nextDouble(), 1 / shape);
            s = shape + 1;
        }
        double d = s - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = normal();
            double root = 1 + c * x;
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            double u = 1 - random.nextDouble();
            if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v * boost * mean / shape;
            }
        }
    }

    /** Beta of the given parameters: in [0, 1] with mean a / (a + b). */
    double beta(double a, double b) {
        double x = gamma(a, a);
        return x / (x + gamma(b, b));
    }

    /**
     * The first of n moments drawn uniformly from (from, to), so that n moments can be drawn one after the other in the order of time
     * without being kept.
     */
    double firstOf(long n, double from, double to) {
        return from + (to - from) * (1 - Math.pow(1 - random.nextDouble(), 1.0 / n));
    }

    /** Standard normal by the polar method of Box, Muller and Marsaglia. */
    private double normal() {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double s = x * x + y * y;
            if (s > 0 && s < 1) {
                return x * Math.sqrt(-2 * Math.log(s) / s);
            }
        }
    }
}
