package io.engage.sentiment.serving;

import io.engage.figures.comments.Comments;
import io.engage.figures.comments.LastComment;
import io.engage.history.HistoryFiller;
import io.engage.redis.Filled;
import io.engage.redis.RedisAway;
import io.engage.redis.RedisPipeline;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Writes to Redis in a thread of its own, one pipeline at a time. While Redis is away the newest values are kept and written later. It also looks whether
 * Redis is still the one that was filled: when the marker or the server's run is another, everything is asked for again.
 */
public final class RedisWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RedisWriter.class);
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final RedisPipeline redis;
    private final HistoryFiller history;
    private final Clock clock;
    private final Thread thread;

    private final Object lock = new Object();
    // Guarded by lock.
    private Map<String, CommentsWrite> waiting = new LinkedHashMap<>();
    private boolean sending;
    private boolean closed;

    private volatile long fillings;
    private volatile boolean pointsMissed;
    private volatile boolean away;

    // Of the thread alone.
    private final Map<String, Map<String, String>> written = new HashMap<>();
    private String filledRun;
    /** The marker that metrics-svc sets; null until it did. */
    private String filledMarker;

    private long checked;
    private boolean scriptLoaded;

    /** @param history writes the history again from the log of points */
    public RedisWriter(Redis redis, HistoryFiller history, Clock clock) {
        this.redis = new RedisPipeline(redis, ANSWER_WITHIN);
        this.history = history;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("redis-writer").daemon().start(this::run);
    }

    /** Whether it is time for more; while Redis is away or the last second's writes are under way, it is not. */
    public boolean isHungry() {
        synchronized (lock) {
            return !sending && !away && waiting.isEmpty();
        }
    }

    /**
     * Takes the newest values of some videos. They are written unless newer ones overtake them.
     *
     * @param filling the {@link #fillings} that the caller knows: when there was another since, the comments are left to it, since a list is
     *     only ever added to
     */
    public void add(List<CommentsWrite> writes, long filling) {
        if (writes.isEmpty()) {
            return;
        }
        synchronized (lock) {
            if (filling != fillings) {
                writes.replaceAll(CommentsWrite::withoutComments);
            }
            for (CommentsWrite write : writes) {
                waiting.merge(write.videoId(), write, this::newer);
            }
            lock.notifyAll();
        }
    }

    /** How often everything was asked for so far; a new number asks for all videos again. */
    public long fillings() {
        return fillings;
    }

    /** Says that points of the history could not be kept while Redis was away, so that they are read from the log again. */
    public void pointsMissed() {
        pointsMissed = true;
    }

    /** Whether the last attempt to reach Redis failed. */
    public boolean isAway() {
        return away;
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        thread.join(ANSWER_WITHIN.toMillis());
    }

    private CommentsWrite newer(CommentsWrite a, CommentsWrite b) {
        boolean inOrder = b.asOf() >= a.asOf();
        CommentsWrite first = inOrder ? a : b;
        CommentsWrite last = inOrder ? b : a;
        if (first.points().putAll(last.points())) {
            pointsMissed = true;
        }
        long least = last.comments().isEmpty()
                ? Long.MAX_VALUE
                : last.comments().getLast().offset();
        List<LastComment> comments = Stream.concat(
                        last.comments().stream(), first.comments().stream().filter(comment -> comment.offset() < least))
                .limit(Comments.LAST)
                .toList();
        return new CommentsWrite(last.videoId(), last.asOf(), last.figures(), first.points(), comments);
    }

    private void run() {
        long pause = 100;
        try {
            while (true) {
                Map<String, CommentsWrite> batch = take();
                if (batch == null) {
                    return;
                }
                try {
                    check(batch);
                    send(batch);
                    if (away) {
                        away = false;
                        LOG.info("Redis answers again");
                    }
                    pause = 100;
                } catch (RedisAway | RuntimeException e) {
                    if (!away) {
                        away = true;
                        LOG.warnf(
                                "Redis cannot be written (%s); counting goes on, and all is written later",
                                e.getMessage());
                    }
                    scriptLoaded = false;
                    checked = 0;
                    putBack(batch);
                    synchronized (lock) {
                        if (closed) {
                            return;
                        }
                        lock.wait(pause);
                    }
                    pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
                } finally {
                    synchronized (lock) {
                        sending = false;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to write, or for the time to look at the marker; null when closed and all is written. */
    private Map<String, CommentsWrite> take() throws InterruptedException {
        synchronized (lock) {
            long until = clock.millis() + CHECK.toMillis();
            while (waiting.isEmpty() && !closed) {
                long left = until - clock.millis();
                if (left <= 0) {
                    return new LinkedHashMap<>();
                }
                lock.wait(left);
            }
            if (waiting.isEmpty()) {
                return null;
            }
            Map<String, CommentsWrite> batch = waiting;
            waiting = new LinkedHashMap<>();
            sending = true;
            return batch;
        }
    }

    private void putBack(Map<String, CommentsWrite> batch) {
        synchronized (lock) {
            batch.forEach((id, write) -> waiting.merge(id, write, this::newer));
        }
    }

    /** Takes out of the batch what was written. */
    private void send(Map<String, CommentsWrite> batch) throws RedisAway, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        if (!scriptLoaded) {
            redis.send(List.of(PublishComments.SCRIPT.load()));
            scriptLoaded = true;
        }
        while (!batch.isEmpty()) {
            List<Request> pipeline = new ArrayList<>();
            Map<String, Map<String, String>> sent = new HashMap<>();
            Iterator<CommentsWrite> writes = batch.values().iterator();
            while (writes.hasNext() && pipeline.size() < RedisPipeline.LONGEST) {
                CommentsWrite write = writes.next();
                Map<String, String> fields = PublishComments.fields(write.figures());
                pipeline.add(PublishComments.request(write, fields, written.get(write.videoId())));
                sent.put(write.videoId(), fields);
            }
            redis.send(pipeline);
            sent.forEach((id, fields) -> {
                CommentsWrite write = batch.remove(id);
                // A video that says nothing for a minute is forgotten here: its next message tells all fields.
                if (write.figures().comments60s() == 0) {
                    written.remove(id);
                } else {
                    written.put(id, fields);
                }
            });
        }
    }

    /** Looks for the marker and asks for everything again where it is not the one known. */
    private void check(Map<String, CommentsWrite> batch) throws RedisAway, InterruptedException {
        long now = clock.millis();
        if (now - checked < CHECK.toMillis()) {
            return;
        }
        Filled found = Filled.ask(redis);
        String marker = found.marker();
        checked = now;
        boolean same = found.run().equals(filledRun)
                && (marker == null || filledMarker == null || marker.equals(filledMarker));
        filledRun = found.run();
        filledMarker = marker == null ? filledMarker : marker;
        if (same && !pointsMissed) {
            return;
        }
        LOG.info("Redis is to be filled: writing all videos and their history again");
        pointsMissed = false;
        written.clear();
        scriptLoaded = false;
        synchronized (lock) {
            fillings++;
            waiting.replaceAll((id, write) -> write.withoutComments());
            batch.replaceAll((id, write) -> write.withoutComments());
        }
        history.fill();
    }
}
