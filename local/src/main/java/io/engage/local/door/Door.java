package io.engage.local.door;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way of events to ingest-svc: in batches over a few kept connections.
 *
 * <p>The events of one video go over one connection, one request after the other, so they arrive in the order in which they were
 * posted. A request that fails, or that the door puts off (429, 503), is sent again as it was until it gets through: the ids in it
 * are the same, so that nothing counts twice. While the door is away {@link #post} waits when its small buffer is full; nothing is
 * dropped.
 *
 * <p>{@link #post}, {@link #flush} and {@link #drain} are for one thread; the rest is for any.
 */
public final class Door implements AutoCloseable {
    /** Patience without end: a hundred years. */
    public static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REQUEST = Duration.ofSeconds(15);

    private final List<Lane> lanes = new ArrayList<>();
    private final HttpClient client;
    private final Listener listener;
    private final AtomicLong posted = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final Object settling = new Object();
    private volatile String failure;

    /** Hears of refused events, from several threads. */
    public interface Listener {
        /**
         * The door did not take an event.
         *
         * @param origin as given to {@link Door#post}
         */
        void refused(long origin, String reason);
    }

    /**
     * A way to the door; nothing is sent yet.
     *
     * @param url where ingest-svc listens, without a path
     * @param key an API key
     * @param connections how many requests may be under way at once
     * @param gzip whether requests are compressed
     * @param patience how long nothing may get through before it is given up
     */
    public Door(URI url, String key, int connections, boolean gzip, Duration patience, Listener listener) {
        this.listener = Objects.requireNonNull(listener);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/v1/events"))
                .timeout(REQUEST)
                .header("Content-Type", "application/x-ndjson")
                .header("X-API-Key", key);
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        for (int i = 0; i < connections; i++) {
            lanes.add(new Lane(this, client, request.copy(), gzip, patience, "door-" + i));
        }
    }

    /**
     * Hands over one event to be sent soon; waits while too much is under way.
     *
     * @param video whose order is kept
     * @param line the event as JSON, without a line break
     * @param origin what names the event when it is refused
     * @throws DoorException when the door will never take it
     */
    public void post(String video, byte[] line, long origin) throws InterruptedException {
        posted.incrementAndGet();
        int hash = video.hashCode();
        lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size())).add(line, origin);
    }

    /** Sends what was posted without waiting for more, as far as not too much is under way. Never waits. */
    public void flush() throws InterruptedException {
        check();
        for (Lane lane : lanes) {
            lane.flush();
        }
    }

    /**
     * Sends everything and waits until the door has dealt with it.
     *
     * @return whether it has, within the given time
     * @throws DoorException when the door will never take it
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        synchronized (settling) {
            while (!isDrained()) {
                check();
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(settling, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            }
        }
        check();
        return true;
    }

    private boolean isDrained() throws InterruptedException {
        boolean drained = true;
        for (Lane lane : lanes) {
            drained &= lane.flush() && !lane.isBusy();
        }
        return drained;
    }

    /** How far the events have come. */
    public Tally tally() {
        return new Tally(posted.get(), accepted.get(), rejected.get(), retries.get());
    }

    /** Why nothing gets through at present, for people; empty when all is well. */
    public Optional<String> trouble() {
        return lanes.stream().map(Lane::trouble).filter(Objects::nonNull).findFirst();
    }

    /** How long the oldest events that are under way have been so. */
    public Duration delay() {
        return Duration.ofNanos(lanes.stream().mapToLong(Lane::delay).max().orElse(0));
    }

    /** Gives up whatever is still under way. */
    @Override
    public void close() {
        lanes.forEach(Lane::stop);
        client.shutdownNow();
    }

    void check() {
        String reason = failure;
        if (reason != null) {
            throw new DoorException(reason);
        }
    }

    void fail(String reason) {
        failure = reason;
        settled();
    }

    void retried() {
        retries.incrementAndGet();
    }

    /** Books what the door did with a batch. Whatever it neither accepted nor named was refused without a reason. */
    void settle(Batch batch, Answer.Settled answer) {
        accepted.addAndGet(answer.accepted());
        rejected.addAndGet(batch.count() - answer.accepted());
        for (Answer.Rejected event : answer.rejected()) {
            if (event.index() >= 0 && event.index() < batch.count()) {
                listener.refused(batch.origin(event.index()), event.reason());
            }
        }
    }

    void settled() {
        synchronized (settling) {
            settling.notifyAll();
        }
    }
}
