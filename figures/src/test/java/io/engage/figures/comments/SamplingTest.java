package io.engage.figures.comments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Promise: a sample is fair to every video, its mean is unbiased, and its margin is honest. */
class SamplingTest {
    private static final int MOST_A_SECOND = 400;

    @Test
    void theLevelGivesTheSmallAllTheyHaveAndTheLargeEqualShares() {
        assertEquals(75, Sampler.level(new double[] {10_000, 5, 20}, 100));
        assertEquals(Double.POSITIVE_INFINITY, Sampler.level(new double[] {5, 20}, 25));
        assertEquals(Double.POSITIVE_INFINITY, Sampler.level(new double[0], 0));
        assertEquals(0, Sampler.level(new double[] {3}, 0));
    }

    @Property
    void theLevelSpendsTheCapacityAndNotMore(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1000) Double> demand,
            @ForAll @DoubleRange(min = 0, max = 5000) double capacity) {
        double[] demands = demand.stream().mapToDouble(d -> d).toArray();
        double level = Sampler.level(demands, capacity);
        double spent = Arrays.stream(demands).map(d -> Math.min(d, level)).sum();
        assertEquals(Math.min(capacity, Arrays.stream(demands).sum()), spent, 1e-6);
    }

    @Test
    void everythingIsChosenWhileThereIsCapacity() {
        // Given
        Sampler sampler = new Sampler(new SplittableRandom(1));
        Sampler.Demand demand = new Sampler.Demand();
        for (int second = 0; second < 100; second++) {
            sampler.nextSecond(1000);
            // When, Then
            for (int i = 0; i < 900; i++) {
                assertEquals(1, sampler.choose(demand, 30 + i));
            }
        }
    }

    @Test
    void oneHugeVideoDoesNotStarveTheOthers() {
        // Given
        Sampler sampler = new Sampler(new SplittableRandom(1));
        Sampler.Demand huge = new Sampler.Demand();
        Sampler.Demand small = new Sampler.Demand();
        int chosenOfHuge = 0;
        // When
        for (int second = 0; second < 60; second++) {
            sampler.nextSecond(300);
            for (int i = 0; i < 20_000; i++) {
                chosenOfHuge += sampler.choose(huge, 1000) > 0 ? 1 : 0;
                if (i % 200 == 0 && second > 1) {
                    // Then
                    assertEquals(1, sampler.choose(small, 1000));
                }
            }
        }
        assertTrue(chosenOfHuge < 60 * 330, chosenOfHuge + " chosen");
        assertTrue(chosenOfHuge > 50 * 190, chosenOfHuge + " chosen");
    }

    @Test
    void theTrueMeanLiesWithinTheMarginInNinetyThreeOfAHundredWindows() {
        // Given
        int within = 0;
        int withMargin = 0;
        double bias = 0;
        int windows = 0;
        for (int seed = 0; windows < 1000; seed++) {
            Random world = new Random(seed);
            Sampler sampler = new Sampler(new SplittableRandom(seed));
            PooledVariance pooled = new PooledVariance();
            int videos = 25;
            Sampler.Demand[] demands = new Sampler.Demand[videos];
            SampleSums[] samples = new SampleSums[videos];
            double[] sums = new double[videos];
            int[] scored = new int[videos];
            double[] mood = new double[videos];
            double[] perSecond = new double[videos];
            for (int v = 0; v < videos; v++) {
                demands[v] = new Sampler.Demand();
                samples[v] = new SampleSums();
                mood[v] = 1 + 2 * world.nextDouble();
                // Sizes are skewed: the largest has a thousand times as many as the smallest.
                perSecond[v] = 0.3 * Math.pow(1000, world.nextDouble() * world.nextDouble());
            }
            // When
            for (int second = 0; second < 60; second++) {
                sampler.nextSecond(60);
                for (int v = 0; v < videos; v++) {
                    // Bursts, in which the mood changes.
                    boolean burst = world.nextInt(12) == 0;
                    int said = poisson(world, perSecond[v] * (burst ? 10 : 0.5));
                    for (int i = 0; i < said; i++) {
                        double score = world.nextInt(4) == 0
                                ? Double.NaN
                                : Math.clamp(mood[v] + (burst ? 0.7 : 0) + world.nextGaussian() * 0.8, 0, 4);
                        if (!Double.isNaN(score)) {
                            sums[v] += score;
                            scored[v]++;
                        }
                        double probability = sampler.choose(demands[v], samples[v].chosen());
                        if (probability > 0) {
                            samples[v].chosen(probability, score);
                        } else {
                            samples[v].leftOut();
                        }
                    }
                }
            }
            for (SampleSums sample : samples) {
                pooled.add(sample);
            }
            // Then
            for (int v = 0; v < videos; v++) {
                SampleSums sample = samples[v];
                assertTrue(sample.chosen() >= Math.min(Sampler.LEAST, sample.comments()));
                if (sample.scored() == 0 || sample.chosen() == sample.comments()) {
                    assertEquals(0, sample.margin(pooled.value()));
                    continue;
                }
                windows++;
                double error = sample.mean() - sums[v] / scored[v];
                bias += error;
                withMargin++;
                within += Math.abs(error) <= sample.margin(pooled.value()) ? 1 : 0;
            }
        }
        assertTrue(within >= 0.93 * withMargin, within + " of " + withMargin);
        assertTrue(
                within <= 0.995 * withMargin, "the margin is wider than it need be: " + within + " of " + withMargin);
        assertEquals(0, bias / windows, 0.02);
    }

    private static int poisson(Random random, double mean) {
        int n = 0;
        double t = -Math.log(1 - random.nextDouble());
        while (t < mean && n < MOST_A_SECOND) {
            n++;
            t -= Math.log(1 - random.nextDouble());
        }
        return n;
    }

    @Test
    void aHandfulOfEqualScoresDoesNotSeemCertain() {
        // Given
        SampleSums sample = new SampleSums();
        for (int i = 0; i < 4; i++) {
            sample.chosen(0.01, 3);
            sample.leftOut();
        }
        // When, Then
        assertTrue(sample.margin(0.6) > 0.9);
    }

    @Test
    void studentsQuantileIsThatOfTheTables() {
        assertEquals(12.706, StudentQuantile.twoSided95(1), 1e-9);
        assertEquals(2.228, StudentQuantile.twoSided95(10), 1e-9);
        assertEquals(2.000, StudentQuantile.twoSided95(60), 5e-4);
        assertEquals(1.980, StudentQuantile.twoSided95(120), 5e-4);
    }
}
