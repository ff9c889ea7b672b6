package io.engage.sentiment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.NewTopics;
import io.engage.events.RedisKeys;
import io.engage.events.Topics;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise: whatever instance is killed at whatever moment, totals and words are exact afterwards. */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int VIDEOS = 12;
    /** Five seconds for the change itself, and the second and a bit that a figure is old at any time. */
    private static final long STANDSTILL = 6_500;

    /** What is said, and the words in it. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "goal", List.of("goal"),
            "what a save", List.of("save"),
            "LUL", List.of("lul"),
            "niiiiice", List.of("nice"),
            "so boring", List.of("boring"),
            "keeper keeper keeper", List.of("keeper"),
            "😂😂", List.of("😂"));

    private static final String[] SAYINGS = WORDS.keySet().stream().sorted().toArray(String[]::new);

    private final List<Instance> instances = new ArrayList<>();
    private EmbeddedKafka kafka;
    private EmbeddedRedis redisServer;
    private Vertx vertx;
    private Redis redis;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.startTemporary();
        redisServer = EmbeddedRedis.startTemporary();
        NewTopics.create(kafka.bootstrapServers(), Topics.ALL, 4);
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, redisServer.url());
    }

    @AfterEach
    void stop() {
        instances.forEach(Instance::kill);
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redisServer.close();
        kafka.close();
    }

    private Instance instance(String name) {
        Instance instance = Instance.start(name, kafka.bootstrapServers(), redisServer.url());
        instances.add(instance);
        return instance;
    }

    private record Said(String video, String user, String text, long timestamp) {}

    /** Writes comments until told to stop, and knows what the totals must be. */
    private final class Load implements AutoCloseable {
        final Map<String, AtomicInteger> totals = new ConcurrentHashMap<>();
        /** Read only after the end. */
        final List<Said> said = new ArrayList<>();

        private final AtomicBoolean stop = new AtomicBoolean();
        private final Thread thread;

        Load(int perSecond) {
            thread = Thread.ofPlatform().start(() -> run(perSecond));
        }

        private void run(int perSecond) {
            Random random = new Random(1);
            long begin = System.nanoTime();
            int count = 0;
            List<Said> batch = new ArrayList<>();
            try (Log log = new Log(kafka.bootstrapServers())) {
                while (!stop.get()) {
                    long due = (System.nanoTime() - begin) * perSecond / 1_000_000_000L;
                    for (; count < due; count++) {
                        String video = "v" + random.nextInt(VIDEOS);
                        String text = SAYINGS[random.nextInt(SAYINGS.length)];
                        String id = "e" + count;
                        String user = "u" + random.nextInt(60);
                        long now = System.currentTimeMillis();
                        log.comment(user, video, text, now, id);
                        batch.add(new Said(video, user, text, now));
                        totals.computeIfAbsent(video, v -> new AtomicInteger()).incrementAndGet();
                        if (random.nextInt(20) == 0) {
                            log.comment(user, video, text, now, id);
                        }
                    }
                    log.flush();
                    said.addAll(batch);
                    batch.clear();
                    LockSupport.parkNanos(5_000_000);
                }
            }
        }

        /** A naive recount of the words in (asOf − 60 s, asOf]. */
        String wordsOf(String video, long asOf) {
            Map<String, Map<String, Integer>> users = new TreeMap<>();
            for (Said comment : said) {
                if (comment.video.equals(video) && comment.timestamp > asOf - 60_000 && comment.timestamp <= asOf) {
                    for (String word : WORDS.get(comment.text)) {
                        users.computeIfAbsent(word, w -> new TreeMap<>()).merge(comment.user, 1, Integer::sum);
                    }
                }
            }
            Map<String, Integer> counts = new TreeMap<>();
            users.forEach((word, by) -> counts.put(
                    word, by.values().stream().mapToInt(n -> Math.min(3, n)).sum()));
            return counts.entrySet().stream()
                    .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(e -> -e.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .map(e -> "[\"" + e.getKey() + "\"," + e.getValue() + "]")
                    .collect(Collectors.joining(",", "[", "]"));
        }

        Map<String, String> end() {
            stop.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return totals.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().toString(), (a, b) -> a, TreeMap::new));
        }

        @Override
        public void close() {
            end();
        }
    }

    @Test
    void totalsAndWordsAreExactAfterKillingInTheMiddleOfALoad() {
        try (Load load = new Load(400)) {
            for (int life = 0; life < 2; life++) {
                // Given
                Instance instance = instance("one");
                await().atMost(PATIENCE).until(() -> instance.metric("engage_sentiment_comments_total") > 600);
                // When
                instance.kill();
            }
            Instance last = instance("one");
            await().atMost(PATIENCE).until(() -> last.metric("engage_sentiment_comments_total") > 300);
            Map<String, String> expected = load.end();
            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, fields("comments")));
            for (int i = 0; i < VIDEOS; i++) {
                Map<String, String> hash = hash("v" + i);
                assertEquals(load.wordsOf("v" + i, Long.parseLong(hash.get("comments_as_of"))), hash.get("words_60s"));
            }
        }
    }

    /** Promise: instances come and go, in peace or by death, and no total suffers; in peace no figure stands still for long. */
    @Test
    void instancesShareThePartitions() {
        try (Load load = new Load(300)) {
            Instance first = instance("");
            await().atMost(PATIENCE)
                    .until(() -> holds(first, 4) && fields("comments").size() == VIDEOS);
            // When: a pause of the machine ages figures as one of the service would, so the best of some rounds counts
            long joining = Long.MAX_VALUE;
            long leaving = Long.MAX_VALUE;
            for (int round = 0; round < 4 && (joining >= STANDSTILL || leaving >= STANDSTILL); round++) {
                Instance second = instance("");
                joining = Math.min(joining, oldestUntil(() -> holds(first, 2) && holds(second, 2)));
                second.close();
                leaving = Math.min(leaving, oldestUntil(() -> holds(first, 4)));
                System.out.printf(
                        "[measured] the oldest figure while an instance joined: %d ms, while one left: %d ms%n",
                        joining, leaving);
            }
            // Then
            assertTrue(joining < STANDSTILL && leaving < STANDSTILL, joining + " and " + leaving);
            // When
            Instance third = instance("");
            await().atMost(PATIENCE).until(() -> holds(third, 2));
            third.kill();
            await().atMost(PATIENCE).until(() -> holds(first, 4));
            // Then
            Map<String, String> expected = load.end();
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, fields("comments")));
        }
    }

    private static boolean holds(Instance instance, int partitions) {
        return instance.metric("engage_sentiment_partitions") == partitions;
    }

    /** How old the oldest figure of any video ever was until something came true and for three seconds more, in ms. */
    private long oldestUntil(BooleanSupplier condition) {
        long oldest = 0;
        long end = Long.MAX_VALUE;
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            assertTrue(System.nanoTime() < patience, "The partitions were not shared out");
            for (int i = 0; i < VIDEOS; i++) {
                long asOf = Long.parseLong(hash("v" + i).get("comments_as_of"));
                oldest = Math.max(oldest, System.currentTimeMillis() - asOf);
            }
            if (end == Long.MAX_VALUE && condition.getAsBoolean()) {
                end = System.nanoTime() + 3_000_000_000L;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return oldest;
    }

    private Map<String, String> fields(String name) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < VIDEOS; i++) {
            String value = hash("v" + i).get(name);
            if (value != null) {
                values.put("v" + i, value);
            }
        }
        return values;
    }

    private Map<String, String> hash(String video) {
        Response hash = redis.send(Request.cmd(Command.HGETALL).arg(RedisKeys.video(video)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Map<String, String> fields = new HashMap<>();
        hash.getKeys().forEach(name -> fields.put(name, hash.get(name).toString()));
        return fields;
    }
}
