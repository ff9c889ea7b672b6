package io.engage.bench.door;

import org.HdrHistogram.Histogram;

/**
 * What came of posting batches for a while.
 *
 * @param events accepted
 * @param refused batches that were not
 * @param seconds how long it took
 * @param latencies of the batches, in µs
 */
public record Posted(long events, long refused, double seconds, Histogram latencies) {
    /** The latency that so many of 100 batches do not exceed, in ms. */
    public double percentileMs(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }
}
