package io.engage.metrics.serving;

import io.engage.events.RedisKeys;
import io.engage.history.HistoryFiller;
import io.engage.redis.Filled;
import io.engage.redis.RedisAway;
import io.engage.redis.RedisPipeline;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Writes to Redis: what all partitions hand over at a whole second goes out in one pipeline. While Redis is away the newest
 * values are kept, one per video and metric, and written when it is back.
 *
 * <p>Once a second it looks for the marker {@code engage:filled}, which holds the run id of the Redis it was set in. Where
 * the marker is missing or of another run (Redis was emptied, or came back with less than it had acknowledged), every
 * instance writes everything again: the videos from its state, the history from the log of points.
 */
public final class RedisOutbox implements Outbox, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RedisOutbox.class);
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** A round of old figures comes after a rest of so many times the length of the round before. */
    private static final int REST = 49;

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    /** When old figures were not sent by then, the next round of them begins all the same. */
    private static final Duration LONGEST_ROUND_OF_OLD = Duration.ofSeconds(30);

    private final RedisPipeline redis;
    private final HistoryFiller historyFiller;
    private final Thread thread;

    private final Object lock = new Object();
    // Guarded by lock.
    private final Map<Key, VideoWrite> waiting = new LinkedHashMap<>();
    /** Videos of which nothing more comes. */
    private List<Key> forgotten = new ArrayList<>();

    private long gathering;
    private long roundsOfOld;
    /** How long it took so far to send what was handed over in the round of old figures, ms. */
    private long roundOfOldTook;
    /** Whether something that waits is of one that still has records waiting. */
    private boolean old;

    private boolean closed;
    private long restUntil = now();

    private volatile long fillings;
    private volatile boolean pointsMissed;
    private volatile boolean away;

    // Of the thread alone.
    /** What was written last, by metric and video: the values alone, since there is one for each video. */
    private final Map<String, Map<String, List<VideoWrite.Value>>> written = new HashMap<>();

    private String filled;
    /** When the marker is to be looked at. */
    private long lookAt = now();

    private boolean scriptLoaded;

    private record Key(String metric, String videoId) {}

    /**
     * What is sent together.
     *
     * @param writes those that Redis does not have yet
     * @param forgotten videos of which nothing came after these
     * @param old whether something of it is of one that still has records waiting
     */
    private record Round(List<VideoWrite> writes, List<Key> forgotten, boolean old) {}

    /** @param historyFiller writes the history again from the log of points */
    public RedisOutbox(Redis redis, HistoryFiller historyFiller) {
        this.redis = new RedisPipeline(redis, ANSWER_WITHIN);
        this.historyFiller = historyFiller;
        this.thread = Thread.ofPlatform().name("redis-writer").daemon().start(this::run);
    }

    @Override
    public long round(boolean urgent) {
        synchronized (lock) {
            if (away) {
                return CLOSED;
            }
            // Even numbers for what is urgent, odd ones for old figures
            if (urgent) {
                return 2 * gathering;
            }
            if (now() >= restUntil) {
                restUntil = now() + LONGEST_ROUND_OF_OLD.toMillis();
                roundsOfOld++;
                roundOfOldTook = 0;
            }
            return 2 * roundsOfOld + 1;
        }
    }

    @Override
    public void add(List<VideoWrite> writes, boolean urgent) {
        synchronized (lock) {
            for (VideoWrite write : writes) {
                waiting.merge(key(write), write, this::newer);
            }
            if (!urgent && waiting.isEmpty()) {
                rest(0);
            } else {
                old |= !urgent;
            }
            lock.notifyAll();
        }
    }

    @Override
    public void forget(String metric, String videoId) {
        synchronized (lock) {
            forgotten.add(new Key(metric, videoId));
        }
    }

    @Override
    public long fillings() {
        return fillings;
    }

    @Override
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

    private VideoWrite newer(VideoWrite a, VideoWrite b) {
        VideoWrite last = b.asOf() >= a.asOf() ? b : a;
        VideoWrite first = last == b ? a : b;
        if (first.points().putAll(last.points())) {
            pointsMissed = true;
        }
        return last.withPoints(first.points());
    }

    private void run() {
        long pause = 100;
        try {
            while (true) {
                Round round = take();
                if (round == null) {
                    return;
                }
                long began = now();
                try {
                    check();
                    send(round.writes);
                    round.forgotten.forEach(this::forgetWritten);
                    if (round.old) {
                        rest(now() - began);
                    }
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
                    lookAt = now();
                    putBack(round);
                    synchronized (lock) {
                        if (closed) {
                            return;
                        }
                        lock.wait(pause);
                    }
                    pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins the rest after old figures were sent, which took so long: those of each partition come when it has the time. */
    private void rest(long took) {
        synchronized (lock) {
            roundOfOldTook += took;
            restUntil = now() + Math.max(SHORTEST_REST.toMillis(), REST * roundOfOldTook);
        }
    }

    /** Waits for something to write, or for the time to look at the marker; null when closed and all is written. */
    private Round take() throws InterruptedException {
        synchronized (lock) {
            long look = now() + CHECK.toMillis();
            for (long now = now(); waiting.isEmpty() && !closed; now = now()) {
                if (now >= look) {
                    return new Round(List.of(), List.of(), false);
                }
                lock.wait(look - now);
            }
            if (waiting.isEmpty()) {
                return null;
            }
            long end = now() + GATHER.toMillis();
            for (long now = now(); !closed && now < end; now = now()) {
                lock.wait(end - now);
            }
            Round round = new Round(new ArrayList<>(waiting.values()), forgotten, old);
            waiting.clear();
            forgotten = new ArrayList<>();
            old = false;
            gathering++;
            return round;
        }
    }

    private void putBack(Round round) {
        synchronized (lock) {
            forgotten.addAll(round.forgotten);
            old |= round.old;
            round.writes.forEach(write -> waiting.merge(key(write), write, this::newer));
        }
    }

    /** Sends from the front of the list and takes out of it what Redis has. */
    private void send(List<VideoWrite> batch) throws RedisAway, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        if (!scriptLoaded) {
            redis.send(List.of(PublishVideo.SCRIPT.load()));
            scriptLoaded = true;
        }
        while (!batch.isEmpty()) {
            List<VideoWrite> next = batch.subList(0, Math.min(batch.size(), RedisPipeline.LONGEST));
            List<Request> pipeline = new ArrayList<>(next.size());
            for (VideoWrite write : next) {
                pipeline.add(PublishVideo.request(
                        write, ofMetric(write.fields().metric()).put(write.videoId(), write.values())));
            }
            List<Response> answers;
            try {
                answers = redis.send(pipeline);
            } catch (RedisAway | InterruptedException e) {
                // Nobody knows what of it was written.
                next.forEach(write -> forgetWritten(key(write)));
                throw e;
            }
            for (int i = 0; i < next.size(); i++) {
                boolean newerIsThere = answers.get(i).toInteger() == 0;
                if (newerIsThere || next.get(i).standing() instanceof VideoWrite.Standing.Forgotten) {
                    forgetWritten(key(next.get(i)));
                }
            }
            next.clear();
        }
    }

    private Map<String, List<VideoWrite.Value>> ofMetric(String metric) {
        return written.computeIfAbsent(metric, m -> new HashMap<>());
    }

    private void forgetWritten(Key key) {
        ofMetric(key.metric).remove(key.videoId);
    }

    /** In ms, by a clock that nobody sets. */
    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private static Key key(VideoWrite write) {
        return new Key(write.fields().metric(), write.videoId());
    }

    /** Looks for the marker and asks for everything again where it is not the one known. */
    private void check() throws RedisAway, InterruptedException {
        long now = now();
        if (now < lookAt) {
            return;
        }
        Filled found = Filled.ask(redis);
        lookAt = now + CHECK.toMillis();
        if (found.marker() != null && found.marker().equals(filled) && !pointsMissed) {
            return;
        }
        if (!found.inThisRun()) {
            // Where another instance was faster its marker stands, and is met at the next look.
            String mine = found.run() + ":" + UUID.randomUUID();
            Request set = Request.cmd(Command.SET).arg(RedisKeys.FILLED).arg(mine);
            if (found.marker() == null) {
                set.arg("NX");
            }
            redis.send(List.of(set));
            filled = mine;
        } else {
            boolean firstLook = filled == null;
            filled = found.marker();
            if (firstLook && !pointsMissed) {
                return;
            }
        }
        LOG.info("Redis is to be filled: writing all videos and their history again");
        pointsMissed = false;
        written.clear();
        scriptLoaded = false;
        fillings++;
        historyFiller.fill();
    }
}
