package io.engage.ingest.keys;

/**
 * A limit of events per second. It lets a burst of one second's worth through at once. What is taken is known only after a body
 * was read, so the last request that is let in may overdraw; the next ones wait until that is made up for: the mean never exceeds the rate.
 */
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long filledAt;

    /**
     * @param perSecond events per second, at least 1
     * @param nanos now, as all times here in ns of {@link System#nanoTime}
     */
    public TokenBucket(long perSecond, long nanos) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 event per second, not " + perSecond);
        }
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.capacity = perSecond;
        this.tokens = capacity;
        this.filledAt = nanos;
    }

    /** 0 when a request may come in, else after how many whole seconds it may. */
    public synchronized long secondsToWait(long nanos) {
        fill(nanos);
        return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / (perNano * NANOS_PER_SECOND)));
    }

    /** Takes tokens for this many events, which may overdraw. */
    public synchronized void take(int events, long nanos) {
        fill(nanos);
        tokens -= events;
    }

    private void fill(long nanos) {
        long passed = nanos - filledAt;
        if (passed > 0) {
            tokens = Math.min(capacity, tokens + passed * perNano);
            filledAt = nanos;
        }
    }
}
