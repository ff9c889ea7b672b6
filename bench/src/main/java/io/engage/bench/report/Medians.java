package io.engage.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of several runs. */
public final class Medians {
    private Medians() {}

    /** The median of what each run has; of an even number the mean of the two in the middle. */
    public static <T> double of(List<T> runs, ToDoubleFunction<T> what) {
        double[] sorted = runs.stream().mapToDouble(what).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
