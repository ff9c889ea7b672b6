package io.engage.bench.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * A video that gets a like now and then, and notes how long each took to be seen. The n-th like is seen once the video has n likes or
 * more.
 */
final class ProbeVideo {
    private static final Pattern LIKES = Pattern.compile("\"likes\":(\\d+)");

    private final String id;
    private final List<Long> due = new ArrayList<>();
    private int inRedis;
    private int inStream;

    ProbeVideo(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** One more like was due at that time, ns. To be called before it is posted. */
    synchronized void liked(long dueNanos) {
        due.add(dueNanos);
    }

    synchronized void seenInRedis(String message, long nanos, Histogram latencies) {
        inRedis = seen(message, nanos, inRedis, latencies);
    }

    synchronized void seenInStream(String message, long nanos, Histogram latencies) {
        inStream = seen(message, nanos, inStream, latencies);
    }

    /** Likes that were due and are not seen in Redis. */
    synchronized int missingInRedis() {
        return due.size() - inRedis;
    }

    /** Likes that were due and are not seen in the stream. */
    synchronized int missingInStream() {
        return due.size() - inStream;
    }

    private int seen(String message, long nanos, int before, Histogram latencies) {
        Matcher matcher = LIKES.matcher(message);
        if (!matcher.find()) {
            return before;
        }
        int likes = Integer.parseInt(matcher.group(1));
        for (int i = before; i < Math.min(likes, due.size()); i++) {
            synchronized (latencies) {
                latencies.recordValue(Math.min(latencies.getHighestTrackableValue(), (nanos - due.get(i)) / 1000));
            }
        }
        return Math.max(before, Math.min(likes, due.size()));
    }
}
