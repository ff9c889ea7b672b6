package io.engage.figures.comments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses which comments are scored, when there are more than can be.
 *
 * <p>Each second has a capacity: so many scores. It is shared among the videos as fairly as can be (max-min: Bertsekas and Gallager, Data Networks,
 * 1992, 6.5.2): there is one level L, and every video may have L scores a second, or as many as it has comments; L is as high as the capacity allows.
 * With a capacity of 100 and videos of 5, 20 and 10,000 comments a second, L is 75: 5, 20 and 75 are scored, and not 99 of the huge one.
 *
 * <p>A comment is chosen by chance, with the probability L / (comments of its video a second), and with certainty while its video has fewer than 30
 * chosen ones in the window: so each has at least 30 a minute where it has them, however small the capacity. What is chosen depends on the past and
 * on chance alone, so the weight 1/p keeps the mean unbiased.
 */
public final class Sampler {
    /** A video has at least so many chosen comments in its window, where it has them. */
    public static final int LEAST = 30;

    private final RandomGenerator random;
    private List<Demand> active = new ArrayList<>();
    private double level = Double.POSITIVE_INFINITY;
    private double capacity = Double.POSITIVE_INFINITY;
    private double spent;
    private long second;

    public Sampler(RandomGenerator random) {
        this.random = random;
    }

    /** How many comments a video has a second. */
    static final class Demand {
        private long second = Long.MIN_VALUE;
        private int now;
        private int before;
    }

    /** Begins the next second, in which so many comments can be scored. */
    public void nextSecond(double scores) {
        second++;
        capacity = scores;
        spent = 0;
        double[] demands = new double[active.size()];
        List<Demand> still = new ArrayList<>();
        for (int i = 0; i < demands.length; i++) {
            Demand demand = active.get(i);
            demands[i] = demand.now;
            demand.before = demand.now;
            demand.now = 0;
            demand.second = second;
            if (demand.before > 0) {
                still.add(demand);
            }
        }
        active = still;
        level = level(demands, capacity);
    }

    /** The level that shares a capacity among demands; infinite when all of them can be met. */
    static double level(double[] demands, double capacity) {
        double[] sorted = demands.clone();
        Arrays.sort(sorted);
        double left = Math.max(0, capacity);
        for (int i = 0; i < sorted.length; i++) {
            double equal = left / (sorted.length - i);
            if (sorted[i] > equal) {
                return equal;
            }
            left -= sorted[i];
        }
        return Double.POSITIVE_INFINITY;
    }

    /**
     * Whether the next comment of a video is to be scored.
     *
     * @param chosen how many of the video's window were chosen so far
     * @return the probability with which it was chosen, or 0 when it was not
     */
    double choose(Demand demand, int chosen) {
        if (demand.second != second) {
            demand.second = second;
            demand.before = 0;
            demand.now = 0;
        }
        if (demand.now++ == 0 && demand.before == 0) {
            active.add(demand);
        }
        // A burst that the last second did not foretell must not cost more than there is: then all have equal shares.
        double share = spent < capacity ? level : Math.min(level, capacity / active.size());
        double probability = chosen < LEAST ? 1 : Math.min(1, share / Math.max(demand.now, demand.before));
        if (probability < 1 && random.nextDouble() >= probability) {
            return 0;
        }
        spent++;
        return probability;
    }
}
