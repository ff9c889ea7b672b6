package io.engage.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole real system, started as people start it: events in at the door, figures out of the API, held against a plain
 * recount. What it measures it prints.
 */
class SystemIT {
    /** Long, for a busy machine and for the silence after the last heartbeat. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static final int SENDERS = 4;

    /** Five times the standard error of the sketch of unique viewers. */
    private static final double SKETCH_ERROR = 0.06;

    @TempDir
    static Path folder;

    /** All that the tests sent to the shared system. */
    private static final Set<Sent> EVER_SENT = ConcurrentHashMap.newKeySet();

    private static Launch launch;
    private static Door door;
    private static Api api;

    @BeforeAll
    static void up() {
        long began = System.nanoTime();
        // Many small files in the archive rather than one.
        launch = Launch.startWith("ENGAGE_ARCHIVE_MAX_AGE", "3s", folder.resolve("data"), Launch.freeOffset(folder))
                .awaitUp();
        print("Ready after %.1f s", secondsSince(began));
        door = new Door(launch.site.port(Houses.INGEST));
        api = new Api(launch.site.port(Houses.PORTAL));
    }

    @AfterAll
    static void down() {
        if (launch != null) {
            launch.close();
        }
    }

    /** Promise: of 20,000 events, many sent twice and in any order, every total is exact. */
    @Test
    void everyTotalIsExact() throws Exception {
        // Given
        List<String> videos = new ArrayList<>(
                IntStream.range(0, 49).mapToObj(n -> "exact-" + n).toList());
        videos.add("exact/.. 'Käse' 😀");
        List<Sent> sent = new ArrayList<>();
        Crowd crowd = new Crowd("exact", videos, 7);
        while (sent.size() < 19_000) {
            sent.add(crowd.next(System.currentTimeMillis()));
        }
        sent.addAll(crowd.rest());
        videos.subList(0, 5).forEach(video -> sent.add(end(video)));
        while (sent.size() < 20_000) {
            // Once more, what is long known.
            sent.add(sent.get(sent.size() / 2));
        }
        // When
        long began = System.nanoTime();
        sendAll(sent);
        print("%,d events were accepted in %.1f s", sent.size(), secondsSince(began));
        // Then
        awaitExact(sent);
    }

    /** Promise: likes are seen at once and their window empties again. */
    @Test
    void likesComeAndGo() throws Exception {
        // They are to be seen for ten seconds only: where the machine pauses for as long, once more.
        int round = 0;
        while (!areSeenComingAndGoing("clapped-" + round)) {
            assertTrue(++round < 5, "37 likes of now were never seen to come and go in time");
        }
    }

    private boolean areSeenComingAndGoing(String video) throws Exception {
        // Given
        send(List.of(new Sent(video + "-0", "play", video, "u", "s", System.currentTimeMillis())));
        await().atMost(LIMIT).until(() -> api.one(video).path("viewers").asInt() == 1);
        // When
        long began = System.nanoTime();
        long now = System.currentTimeMillis();
        send(IntStream.rangeClosed(1, 37)
                .mapToObj(n -> new Sent(video + "-" + n, "like", video, "u" + n, null, now))
                .toList());
        // Then
        if (!areLikesSoon(video, 37, Duration.ofSeconds(10))) {
            return false;
        }
        double shown = secondsSince(began);
        assertTrue(areLikesSoon(video, 0, LIMIT));
        double gone = secondsSince(began);
        print("37 likes were in likes_10s after %.2f s and out of it after %.2f s", shown, gone);
        assertEquals(37, api.one(video).path("likes").asInt());
        assertTrue(gone > 9, "gone after " + gone);
        return gone < 20;
    }

    /**
     * Promise: with each part killed in the middle of a load, every figure is exact afterwards, and the archive holds every
     * record exactly once; the jobs over it find each event once and every total as it is live.
     */
    @Test
    void everyPartMayDie() throws Exception {
        // Given
        List<List<String>> videos = IntStream.range(0, SENDERS)
                .mapToObj(sender -> IntStream.range(0, 5)
                        .mapToObj(n -> "mortal-" + sender + "-" + n)
                        .toList())
                .toList();
        List<Sent> sent = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger repeated = new AtomicInteger();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<List<Sent>>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                Crowd crowd = new Crowd("mortal-" + i, videos.get(i), i);
                all.add(senders.submit(() -> {
                    List<Sent> mine = new ArrayList<>();
                    while (!enough.get()) {
                        List<Sent> batch = new ArrayList<>();
                        while (batch.size() < 20) {
                            batch.add(crowd.next(System.currentTimeMillis()));
                        }
                        mine.addAll(batch);
                        repeated.addAndGet(send(batch));
                        accepted.addAndGet(batch.size());
                        // A steady load rather than the fastest.
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
                    }
                    List<Sent> rest = crowd.rest();
                    mine.addAll(rest);
                    repeated.addAndGet(send(rest));
                    return mine;
                }));
            }
            // When
            try {
                for (String house : List.of("ingest-svc", "archive-svc", "metrics-svc", "redis", "s3", "kafka")) {
                    awaitMore(accepted, all);
                    long began = System.nanoTime();
                    launch.kill(house);
                    launch.awaitReady(house);
                    print("%s was killed and ready again after %.1f s", house, secondsSince(began));
                }
                awaitMore(accepted, all);
            } finally {
                enough.set(true);
            }
            for (Future<List<Sent>> sender : all) {
                sent.addAll(sender.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        }
        print("%,d events were sent through six deaths, %d batches more than once", sent.size(), repeated.get());
        // Then
        awaitExact(sent);
        long began = System.nanoTime();
        int records = new ArchivedRecords(launch.site).assertComplete(LIMIT);
        print("%,d records were all in the archive after %.1f s", records, secondsSince(began));
        Launch.Outcome verified = Launch.run(
                "archive", "verify", "--read", "--data", launch.site.data().toString());
        assertEquals(0, verified.exit(), verified::output);
        assertTrue(verified.output().contains(" 0 gaps, 0 overlaps"), verified::output);
        print("archive verify: %s", verified.output().lines().toList().getLast());
        theArchiveAgrees();
    }

    /** Promise: Prometheus' rules and Grafana's board ask for nothing but what the services export. */
    @Test
    void rulesAndBoardAskForWhatThereIs() throws Exception {
        // Given: some metrics are there only once there was something to count
        door.refuse("{\"event_type\":\"applause\"}");
        Set<String> asked = Observability.asked();
        assertTrue(asked.size() >= 20, asked::toString);
        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            Set<String> missing = new TreeSet<>(asked);
            for (House house : Houses.ALL) {
                if (house.name().endsWith("-svc") || house.name().equals("portal")) {
                    int port = launch.site.port(house.ports().getFirst());
                    missing.removeAll(Observability.exported(port));
                }
            }
            assertEquals(Set.of(), missing);
        });
    }

    /** Promise: with sentiment-svc killed in the middle of a talk, comments, words and mood are exact afterwards. */
    @Test
    void whatPeopleSayIsExactAfterADeath() throws Exception {
        // Given
        List<String> videos = IntStream.range(0, 6).mapToObj(n -> "talk-" + n).toList();
        Talk talk = new Talk(videos, 5);
        for (int i = 0; i < 40; i++) {
            send(talk.next(20));
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            for (String video : videos) {
                assertTrue(api.one(video).path("comments").asInt() > 0, video);
            }
        });
        // When
        long began = System.nanoTime();
        launch.kill("sentiment-svc");
        for (int i = 0; i < 40; i++) {
            send(talk.next(20));
        }
        launch.awaitReady("sentiment-svc");
        print("sentiment-svc was killed and ready again after %.1f s", secondsSince(began));
        send(talk.next(20));
        // Then
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            for (String video : videos) {
                JsonNode figures = api.one(video);
                assertEquals(talk.comments(video), figures.path("comments").asInt(), video);
                long asOf = figures.path("comments_as_of").asLong();
                assertEquals(talk.words(video, asOf), figures.path("words_60s").toString(), video);
                assertEquals(1, figures.path("sentiment_rate").asDouble());
                assertEquals(0, figures.path("sentiment_margin").asDouble());
                assertMoodIsTheMeanOf(api.comments(video), figures);
            }
        });
    }

    /**
     * Every listed comment has its score, but for the one saying in which there is no mood; and the mood is theirs while they are all of the
     * window. They are rounded to two decimals.
     */
    private static void assertMoodIsTheMeanOf(JsonNode comments, JsonNode figures) {
        List<Double> scores = new ArrayList<>();
        for (JsonNode comment : comments) {
            JsonNode score = comment.path("score");
            assertEquals(
                    !comment.path("comment").asText().equals(Talk.WITHOUT_MOOD), score.isNumber(), comment::toString);
            if (score.isNumber()) {
                scores.add(score.asDouble());
            }
        }
        if (comments.size() < 100) {
            assertEquals(scores.size(), figures.path("sentiment_sample").asInt());
            assertEquals(
                    scores.stream().mapToDouble(score -> score).average().orElse(Double.NaN),
                    figures.path("sentiment_60s").asDouble(),
                    0.006);
        }
    }

    /** Promise: Ctrl-C leaves no process, and the next start on the folder shows the figures of the last. */
    @Test
    void theLastRunIsFoundAgain() throws Exception {
        // Given
        Path data = folder.resolve("again");
        int offset = Launch.freeOffset(folder);
        List<Sent> sent = new ArrayList<>();
        Crowd crowd = new Crowd("again", List.of("again-1", "again-2"), 11);
        while (sent.size() < 1_000) {
            sent.add(crowd.next(System.currentTimeMillis()));
        }
        sent.addAll(crowd.rest());
        Map<String, Recount> expected = Recount.of(sent);
        // What is compared needs no more.
        String[] counters = {"--without", "sentiment-svc,archive-svc,s3"};
        try (Launch first = Launch.start(data, offset, counters).awaitUp()) {
            new Door(first.site.port(Houses.INGEST)).send(sent);
            awaitLikesOf(new Api(first.site.port(Houses.PORTAL)), expected);
            // When
            first.signal("INT");
            Duration took = first.awaitEnd();
            print("All ended %.1f s after Ctrl-C", took.toMillis() / 1000.0);
            assertEquals(List.of(), first.running());
            try (var files = Files.list(first.site.run())) {
                assertEquals(0, files.count());
            }
        }
        // Then
        long began = System.nanoTime();
        try (Launch second = Launch.start(data, offset, counters).awaitUp()) {
            print("The second start was ready after %.1f s", secondsSince(began));
            awaitLikesOf(new Api(second.site.port(Houses.PORTAL)), expected);
            print("The figures of the last run were back after %.1f s", secondsSince(began));
        }
    }

    /** Each archived event once in the curated hours, and no total that the archive does not confirm. */
    private static void theArchiveAgrees() throws Exception {
        long began = System.nanoTime();
        Launch.Outcome compacted = batch("compact");
        assertEquals(0, compacted.exit(), compacted::output);
        assertTrue(compacted.output().contains("; " + EVER_SENT.size() + " distinct events in all"), compacted::output);
        Launch.Outcome reconciled = batch("reconcile");
        assertEquals(0, reconciled.exit(), reconciled::output);
        assertTrue(
                reconciled
                        .output()
                        .contains(" 0 explained by duplicates more than 2 min apart, 0 not settled, 0 unexplained"),
                reconciled::output);
        print(
                "%,d distinct events compacted and reconciled in %.1f s: %s",
                EVER_SENT.size(),
                secondsSince(began),
                reconciled.output().lines().toList().getLast());
    }

    private static Launch.Outcome batch(String job) throws Exception {
        return Launch.run("batch", job, "--data", launch.site.data().toString());
    }

    /** To the shared system; returns how often the batch had to be repeated. */
    private static int send(List<Sent> batch) throws InterruptedException {
        EVER_SENT.addAll(batch);
        return door.send(batch);
    }

    private static Sent end(String video) {
        return new Sent(null, "end_video", video, "broadcaster", null, System.currentTimeMillis());
    }

    /** All at once, each video's events in their order. */
    private static void sendAll(List<Sent> sent) throws Exception {
        Map<Integer, List<Sent>> shares = new HashMap<>();
        for (Sent event : sent) {
            shares.computeIfAbsent(Math.floorMod(event.video().hashCode(), SENDERS), share -> new ArrayList<>())
                    .add(event);
        }
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<Void>> all = new ArrayList<>();
            for (List<Sent> share : shares.values()) {
                all.add(senders.submit(() -> {
                    for (int i = 0; i < share.size(); i += 99) {
                        send(share.subList(i, Math.min(share.size(), i + 99)));
                    }
                    return null;
                }));
            }
            for (Future<Void> sender : all) {
                sender.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** Waits until the senders got on, and fails when one of them did. */
    private static void awaitMore(AtomicInteger accepted, List<Future<List<Sent>>> senders) throws Exception {
        int before = accepted.get();
        await().atMost(LIMIT)
                .until(() -> accepted.get() > before + 2_000 || senders.stream().anyMatch(Future::isDone));
        for (Future<List<Sent>> sender : senders) {
            if (sender.isDone()) {
                sender.get();
            }
        }
    }

    private static boolean areLikesSoon(String video, int likes, Duration limit) {
        try {
            await().atMost(limit)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> api.one(video).path("likes_10s").asInt(-1) == likes);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static void awaitLikesOf(Api portal, Map<String, Recount> expected) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            Map<String, JsonNode> videos = portal.all();
            for (Map.Entry<String, Recount> entry : expected.entrySet()) {
                JsonNode video = videos.get(entry.getKey());
                assertEquals(entry.getValue().likes(), video.path("likes").asLong());
                assertEquals(entry.getValue().views(), video.path("views").asLong());
            }
        });
    }

    private static void awaitExact(List<Sent> sent) {
        Map<String, Recount> expected = Recount.of(sent);
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, JsonNode> videos = api.all();
            Map<String, Recount> found = new TreeMap<>();
            expected.forEach((video, recount) -> {
                JsonNode figures = videos.get(video);
                if (figures != null) {
                    found.put(video, figures(figures, recount.users()));
                }
            });
            assertEquals(lines(expected), lines(found));
            expected.forEach((video, recount) -> assertEquals(
                    recount.users(),
                    videos.get(video).path("unique_viewers").asDouble(),
                    Math.max(2, recount.users() * SKETCH_ERROR),
                    video));
        });
    }

    private static Recount figures(JsonNode video, int users) {
        return new Recount(
                video.path("views").asLong(-1),
                video.path("viewers").asLong(-1),
                video.path("likes").asLong(-1),
                video.path("dislikes").asLong(-1),
                video.path("status").asText(),
                // A sketch, compared apart from the exact ones.
                users);
    }

    private static String lines(Map<String, Recount> counted) {
        StringBuilder lines = new StringBuilder();
        counted.forEach((video, recount) ->
                lines.append(video).append(' ').append(recount).append('\n'));
        return lines.toString();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void print(String format, Object... values) {
        System.out.println("[measured] " + format.formatted(values));
    }
}
