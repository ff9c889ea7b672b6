package io.engage.metrics.serving;

import io.engage.events.RedisKeys;
import io.engage.history.HistoryFiller;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
    private static final Duration GATHER = Duration.ofMillis(20);
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    /** Below what the client lets wait for answers on one connection. */
    private static final int COMMANDS_PER_PIPELINE = 1000;

    /** A round of old figures comes after a rest of so many times the length of the round before. */
    private static final int REST = 19;

    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    /** When old figures were not sent by then, the next round of them begins all the same. */
    private static final Duration LONGEST_ROUND_OF_OLD = Duration.ofSeconds(30);

    private final Redis redis;
    private final HistoryFiller historyFiller;
    private final Clock clock;
    private final Thread thread;

    private final Object lock = new Object();
    // Guarded by lock.
    private final Map<Key, VideoWrite> waiting = new LinkedHashMap<>();
    /** Videos of which nothing more comes. */
    private List<Key> forgotten = new ArrayList<>();

    private long gathering;
    private long roundsOfOld;
    /** Whether something that waits is of one that still has records waiting. */
    private boolean old;

    private boolean closed;
    private long restUntil;

    private volatile long fillings;
    private volatile boolean pointsMissed;
    private volatile boolean away;

    // Of the thread alone.
    /** What was written last, by metric and video: the values alone, since there is one for each video. */
    private final Map<String, Map<String, List<VideoWrite.Value>>> written = new HashMap<>();

    private String filled;
    private long checked;
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
    public RedisOutbox(Redis redis, HistoryFiller historyFiller, Clock clock) {
        this.redis = redis;
        this.historyFiller = historyFiller;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("redis-writer").daemon().start(this::run);
    }

    @Override
    public long round(boolean current) {
        synchronized (lock) {
            if (away) {
                return CLOSED;
            }
            // Even numbers for figures of now, odd ones for old figures
            if (current) {
                return 2 * gathering;
            }
            if (clock.millis() >= restUntil) {
                restUntil = clock.millis() + LONGEST_ROUND_OF_OLD.toMillis();
                roundsOfOld++;
            }
            return 2 * roundsOfOld + 1;
        }
    }

    @Override
    public void add(List<VideoWrite> writes, boolean current) {
        synchronized (lock) {
            for (VideoWrite write : writes) {
                waiting.merge(key(write), write, this::newer);
            }
            if (!current && waiting.isEmpty()) {
                rest(0);
            } else {
                old |= !current;
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
                long began = clock.millis();
                try {
                    check();
                    send(round.writes);
                    round.forgotten.forEach(this::forgetWritten);
                    if (round.old) {
                        rest(clock.millis() - began);
                    }
                    if (away) {
                        away = false;
                        LOG.info("Redis answers again");
                    }
                    pause = 100;
                } catch (ExecutionException | TimeoutException e) {
                    if (!away) {
                        away = true;
                        LOG.warnf(
                                "Redis cannot be written (%s); counting goes on, and all is written later", reason(e));
                    }
                    scriptLoaded = false;
                    checked = 0;
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

    /** Begins the rest after old figures were sent, which took so long. */
    private void rest(long took) {
        synchronized (lock) {
            restUntil = clock.millis() + Math.max(SHORTEST_REST.toMillis(), REST * took);
        }
    }

    /** Waits for something to write, or for the time to look at the marker; null when closed and all is written. */
    private Round take() throws InterruptedException {
        synchronized (lock) {
            long look = clock.millis() + CHECK.toMillis();
            for (long now = clock.millis(); waiting.isEmpty() && !closed; now = clock.millis()) {
                if (now >= look) {
                    return new Round(List.of(), List.of(), false);
                }
                lock.wait(look - now);
            }
            if (waiting.isEmpty()) {
                return null;
            }
            long end = clock.millis() + GATHER.toMillis();
            for (long now = clock.millis(); !closed && now < end; now = clock.millis()) {
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
    private void send(List<VideoWrite> batch) throws ExecutionException, TimeoutException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        if (!scriptLoaded) {
            batch(List.of(Request.cmd(Command.SCRIPT).arg("LOAD").arg(PublishVideo.SCRIPT)));
            scriptLoaded = true;
        }
        while (!batch.isEmpty()) {
            List<VideoWrite> next = batch.subList(0, Math.min(batch.size(), COMMANDS_PER_PIPELINE));
            List<Request> pipeline = new ArrayList<>(next.size());
            for (VideoWrite write : next) {
                pipeline.add(PublishVideo.request(
                        write, ofMetric(write.fields().metric()).put(write.videoId(), write.values())));
            }
            try {
                batch(pipeline);
            } catch (ExecutionException | TimeoutException | InterruptedException e) {
                // Nobody knows what of it was written.
                next.forEach(write -> forgetWritten(key(write)));
                throw e;
            }
            for (VideoWrite write : next) {
                if (write.standing() instanceof VideoWrite.Standing.Forgotten) {
                    forgetWritten(key(write));
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

    private static Key key(VideoWrite write) {
        return new Key(write.fields().metric(), write.videoId());
    }

    /** Looks for the marker and asks for everything again where it is not the one known. */
    private void check() throws ExecutionException, TimeoutException, InterruptedException {
        long now = clock.millis();
        if (now - checked < CHECK.toMillis()) {
            return;
        }
        List<Response> answers = batch(List.of(
                Request.cmd(Command.GET).arg(RedisKeys.FILLED),
                Request.cmd(Command.INFO).arg("server")));
        String marker = answers.get(0) == null ? null : answers.get(0).toString();
        Matcher runId = RUN_ID.matcher(answers.get(1).toString());
        String run = runId.find() ? runId.group(1) : "unknown";
        checked = now;
        if (marker != null && marker.equals(filled) && !pointsMissed) {
            return;
        }
        boolean thisRun = marker != null && marker.startsWith(run + ":");
        if (!thisRun) {
            // Where another instance was faster its marker stands, and is met at the next look.
            String mine = run + ":" + UUID.randomUUID();
            Request set = Request.cmd(Command.SET).arg(RedisKeys.FILLED).arg(mine);
            if (marker == null) {
                set.arg("NX");
            }
            batch(List.of(set));
            filled = mine;
        } else {
            boolean firstLook = filled == null;
            filled = marker;
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

    private List<Response> batch(List<Request> requests)
            throws ExecutionException, TimeoutException, InterruptedException {
        return redis.batch(requests)
                .toCompletionStage()
                .toCompletableFuture()
                .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String reason(Exception e) {
        return Objects.requireNonNullElse(e.getCause(), e).toString();
    }
}
