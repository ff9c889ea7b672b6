package io.engage.metrics.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.NewTopics;
import io.engage.events.Event;
import io.engage.events.Topics;
import io.engage.figures.viewers.SessionRules;
import io.engage.metrics.Log;
import io.engage.metrics.reactions.ReactionsMetric;
import io.engage.metrics.serving.Outbox;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.viewers.ViewersMetric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise: instances come and go in the middle of a load, and every figure is exact afterwards. */
class SeveralInstancesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int VIDEOS = 40;

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private Log log;
    private final Served served = new Served();
    private final List<Instance> instances = new ArrayList<>();

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.startTemporary();
        NewTopics.create(kafka.bootstrapServers(), Topics.ALL, 4);
        log = new Log(kafka.bootstrapServers());
    }

    @AfterEach
    void stop() throws InterruptedException {
        log.close();
        for (Instance instance : instances) {
            instance.close();
        }
        kafka.close();
    }

    @Test
    void aRebalanceInTheMiddleOfALoadChangesNoFigure() throws InterruptedException {
        // Given
        Counts counts = new Counts(new Random(7));
        Instance first = instance("first", 0);
        counts.append(log, 5_000);
        await().atMost(PATIENCE).until(() -> served.likes() > 0);
        // When: a second one joins, and the first one leaves, while events come in
        Instance second = instance("second", 0);
        counts.append(log, 5_000);
        await().atMost(PATIENCE).until(second::isRunning);
        counts.append(log, 5_000);
        first.close();
        counts.append(log, 5_000);
        // Then
        counts.await(served);
    }

    @Test
    void aStandbyTakesOverWithTheStateItHolds() throws InterruptedException {
        // Given
        Counts counts = new Counts(new Random(8));
        Instance first = instance("one", 1);
        Instance second = instance("two", 1);
        counts.append(log, 5_000);
        await().atMost(PATIENCE).until(() -> first.isRunning() && second.isRunning());
        counts.await(served);
        // When
        first.close();
        counts.append(log, 5_000);
        // Then
        counts.await(served);
    }

    private Instance instance(String name, int standbys) {
        Instance instance = new Instance(kafka, served, folder.resolve(name), standbys);
        instances.add(instance);
        return instance;
    }

    /** One metrics-svc without its Quarkus part. */
    private static final class Instance {
        private final MetricEngine engine;
        private final List<MetricStreams> streams;
        private boolean closed;

        Instance(EmbeddedKafka kafka, Outbox outbox, Path folder, int standbys) {
            engine = new MetricEngine(
                    Map.of("bootstrap.servers", kafka.bootstrapServers()),
                    new MetricEngine.Settings(
                            Optional.empty(), 1, standbys, -1, folder.toString(), Duration.ofMillis(50)),
                    outbox,
                    new SimpleMeterRegistry(),
                    Clock.systemUTC());
            streams =
                    List.of(engine.start(new ViewersMetric(SessionRules.DEFAULT)), engine.start(new ReactionsMetric()));
        }

        boolean isRunning() {
            return streams.stream().allMatch(MetricStreams::isRunning);
        }

        void close() throws InterruptedException {
            if (!closed) {
                closed = true;
                streams.forEach(MetricStreams::close);
                engine.close();
            }
        }
    }

    /** Appends random events, a tenth of them twice, and counts them by itself. */
    private static final class Counts {
        private final Random random;
        private final Map<String, int[]> byVideo = new HashMap<>();
        private int sessions;

        Counts(Random random) {
            this.random = random;
        }

        void append(Log log, int events) {
            for (int i = 0; i < events; i++) {
                String video = "v" + random.nextInt(VIDEOS);
                int[] counts = byVideo.computeIfAbsent(video, v -> new int[3]);
                Event event;
                if (random.nextBoolean()) {
                    event = new Event.Like(Log.by("u", video, null));
                    counts[0]++;
                } else {
                    String session = "s" + sessions++;
                    event = new Event.Play(Log.by(session, video, session));
                    counts[1]++;
                    counts[2]++;
                    if (random.nextInt(3) == 0) {
                        log.append(event);
                        event = new Event.Leave(Log.by(session, video, session));
                        counts[2]--;
                    }
                }
                log.append(event);
                if (random.nextInt(10) == 0) {
                    log.append(event);
                }
            }
            log.flush();
        }

        void await(Served served) {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> byVideo.forEach((video, counts) -> {
                        assertEquals(Integer.toString(counts[0]), served.field("reactions", video, "likes"), video);
                        assertEquals(Integer.toString(counts[1]), served.field("viewers", video, "views"), video);
                        assertEquals(Integer.toString(counts[2]), served.field("viewers", video, "viewers"), video);
                    }));
        }
    }

    /** Holds what all instances wrote, as Redis does: nothing is written over later figures. */
    private static final class Served implements Outbox {
        private final Map<String, VideoWrite> writes = new HashMap<>();
        private long round;

        @Override
        public synchronized long round(boolean current) {
            return round++;
        }

        @Override
        public synchronized void add(List<VideoWrite> more, boolean current) {
            for (VideoWrite write : more) {
                writes.merge(write.fields().metric() + write.videoId(), write, (a, b) -> a.asOf() > b.asOf() ? a : b);
            }
        }

        @Override
        public void forget(String metric, String videoId) {}

        @Override
        public long fillings() {
            return 0;
        }

        @Override
        public void pointsMissed() {}

        synchronized String field(String metric, String video, String field) {
            VideoWrite write = writes.get(metric + video);
            return write == null
                    ? null
                    : write.values().get(write.fields().names().indexOf(field)).text();
        }

        synchronized int likes() {
            return (int) writes.keySet().stream()
                    .filter(k -> k.startsWith("reactions"))
                    .count();
        }
    }
}
