package io.engage.metrics.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Topics;
import io.engage.figures.log.Video;
import io.engage.figures.viewers.SessionRules;
import io.engage.history.Point;
import io.engage.metrics.reactions.ReactionsMetric;
import io.engage.metrics.serving.Outbox;
import io.engage.metrics.serving.VideoWrite;
import io.engage.metrics.viewers.ViewersMetric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promises of a metric on Kafka Streams: its time, what it publishes when, and what goes to the log of points. */
class MetricTopologyTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

    private final FakeLogEnd logEnd = new FakeLogEnd();
    private final Kept outbox = new Kept();
    private final EventWriter writer = new EventWriter();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> input;
    private int ids;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void figuresOfASecondHoldWhatArrivedUntilThenAndNoMore() {
        // Given
        start(new ReactionsMetric());
        // When: two likes arrive in one second, the third just after its end
        arrives(new Event.Like(by(0.1)), 0.1);
        arrives(new Event.Like(by(0.9)), 1.0);
        arrives(new Event.Like(by(1.0)), 1.001);
        look();
        // Then
        assertEquals("2", outbox.last("v").get("likes_10s"));
        assertEquals(START.toEpochMilli() + 1000, outbox.asOf("v"));
    }

    @Test
    void timeStandsStillWhileItIsNotProvenThatNothingWaits() {
        // Given
        start(new ReactionsMetric());
        arrives(new Event.Like(by(0.1)), 0.1);
        // When: the clock goes on, Kafka does not answer
        driver.advanceWallClockTime(Duration.ofSeconds(30));
        // Then
        assertTrue(outbox.written.isEmpty());
        // When: it is proven
        emptyUntil(30);
        // Then
        assertEquals("0", outbox.last("v").get("likes_10s"));
        assertEquals("1", outbox.last("v").get("likes"));
    }

    @Test
    void theWindowFallsToZeroWhenNobodyClicks() {
        // Given
        start(new ReactionsMetric());
        arrives(new Event.Like(by(0.5)), 0.6);
        emptyUntil(1);
        assertEquals("1", outbox.last("v").get("likes_10s"));
        // When
        emptyUntil(10);
        // Then
        assertEquals("1", outbox.last("v").get("likes_10s"));
        // When
        emptyUntil(11);
        // Then
        assertEquals("0", outbox.last("v").get("likes_10s"));
    }

    @Test
    void aDuplicateChangesNothingAndIsNewAgainAfterTwoMinutes() {
        // Given
        start(new ReactionsMetric());
        Event like = new Event.Like(by(0.1));
        // When
        arrives(like, 0.1);
        arrives(like, 119);
        emptyUntil(120);
        // Then
        assertEquals("1", outbox.last("v").get("likes"));
        // When
        arrives(like, 239.1);
        emptyUntil(240);
        // Then
        assertEquals("2", outbox.last("v").get("likes"));
    }

    @Test
    void everySlotOfALiveVideoGivesOnePoint() {
        // Given
        start(viewers());
        arrives(new Event.Play(by(1, "s1")), 1);
        arrives(new Event.Play(by(12, "s2")), 12);
        // When
        emptyUntil(40);
        // Then
        assertEquals(
                List.of("{\"viewers\":1}", "{\"viewers\":2}", "{\"viewers\":2}", "{\"viewers\":2}"),
                points().stream().map(Point::figures).toList());
        assertEquals(START.getEpochSecond(), points().getFirst().slotStart());
    }

    /** Promise: points that wait for Redis while a partition is given away are not lost: who has it next goes on behind them. */
    @Test
    void pointsThatWaitAreHandedOverAtTheEnd() {
        // Given
        start(viewers());
        outbox.round = Outbox.CLOSED;
        arrives(new Event.Play(by(1, "s1")), 1);
        emptyUntil(40);
        assertTrue(outbox.written.isEmpty());
        // When
        driver.close();
        driver = null;
        // Then
        assertEquals(
                List.of(START.getEpochSecond(), START.getEpochSecond() + 10, START.getEpochSecond() + 20),
                outbox.points("v").keySet().stream().sorted().limit(3).toList());
    }

    @Test
    void aLateLikeMendsThePointOfItsSlot() {
        // Given
        start(new ReactionsMetric());
        arrives(new Event.Like(by(5)), 5);
        arrives(new Event.Like(by(8)), 35);
        // When
        emptyUntil(36);
        // Then: the point at the slot's end, those of the next slots, and the mended one
        Map<Long, String> last = new HashMap<>();
        points().forEach(p -> last.put(p.slotStart() - START.getEpochSecond(), p.figures()));
        assertEquals("{\"likes\":2,\"dislikes\":0}", last.get(0L));
        assertEquals("{\"likes\":0,\"dislikes\":0}", last.get(10L));
    }

    @Test
    void aRecordThatIsNoEventIsPassedOver() {
        // Given
        start(new ReactionsMetric());
        input.pipeInput("v".getBytes(StandardCharsets.UTF_8), "{broken".getBytes(StandardCharsets.UTF_8), START);
        // When
        arrives(new Event.Like(by(1)), 1);
        emptyUntil(2);
        // Then
        assertEquals("1", outbox.last("v").get("likes"));
    }

    @Test
    void silenceClosesASessionAtItsSecond() {
        // Given
        start(viewers());
        arrives(new Event.Play(by(0, "s")), 0.2);
        arrives(new Event.Heartbeat(by(1, "s")), 1.2);
        // When
        emptyUntil(46);
        // Then
        assertEquals("1", outbox.last("v").get("viewers"));
        // When
        emptyUntil(47);
        // Then
        assertEquals("0", outbox.last("v").get("viewers"));
        assertEquals("1", outbox.last("v").get("peak_viewers"));
    }

    @Test
    void handsOverOnceARoundSoThatAllPartitionsGetTheirTurn() {
        // Given: more videos changed than are handed over at once
        start(new ReactionsMetric());
        int videos = 5_000;
        for (int video = 0; video < videos; video++) {
            arrives("v" + video, 0.5);
        }
        outbox.round = Outbox.CLOSED;
        // When: Redis is away
        emptyUntil(1);
        // Then
        assertEquals(0, outbox.written.size());
        // When: one round, looked at three times
        outbox.round = 7;
        look();
        look();
        look();
        // Then
        int first = outbox.written.size();
        assertTrue(0 < first && first < videos, first + " videos");
        // When: the next one
        outbox.round = 8;
        look();
        // Then
        assertEquals(videos, outbox.written.size());
    }

    @Test
    void whileRecordsWaitARoundHandsOverTheLastWholeSecond() {
        // Given: it is not proven that nothing waits, and "a" is not heard of again
        start(new ReactionsMetric());
        arrives("a", 0.5);
        arrives("b", 3.2);
        // When
        look();
        // Then
        assertEquals("1", outbox.last("a").get("likes"));
        assertEquals(START.toEpochMilli() + 3000, outbox.asOf("a"));
        assertEquals(Set.of("a"), outbox.written.keySet());
    }

    /** Promise: where more waits than can be shown, a figure may be of an earlier second, and says so; when nothing waits, it is of now. */
    @Test
    void whileMoreWaitsThanARoundTakesFiguresAreThoseOfTheSlotsEnd() {
        // Given: records wait, more videos than are handed over at once were published at the end of a slot, and one
        // goes on
        start(new ReactionsMetric());
        outbox.round = Outbox.CLOSED;
        for (int video = 0; video < 5_000; video++) {
            arrives("v" + video, 0.5);
        }
        arrives("hot", 0.6);
        arrives("another", 10.5);
        arrives("hot", 11.2);
        arrives("hot", 12.3);
        arrives("hot", 12.4);
        // When
        for (outbox.round = 7; outbox.round < 9; outbox.round++) {
            look();
        }
        // Then
        assertEquals("1", outbox.last("hot").get("likes"));
        assertEquals(START.toEpochMilli() + 10_000, outbox.asOf("hot"));
        // When
        emptyUntil(13);
        // Then
        assertEquals("4", outbox.last("hot").get("likes"));
        assertEquals(START.toEpochMilli() + 13_000, outbox.asOf("hot"));
    }

    @Test
    void pointsThatBecomeManyDoNotWaitForTheRoundOfOldFigures() {
        // Given: records wait, and the round of old figures has its rest
        start(new ReactionsMetric());
        outbox.oldRests = true;
        arrives("v", 0.5);
        look();
        outbox.written.clear();
        // When: points of nearly five minutes wait
        int slot = 1;
        while (slot < 29) {
            arrives("v", slot++ * 10 + 0.5);
            look();
        }
        // Then
        assertEquals(Map.of(), outbox.written);
        // When
        while (slot < 35) {
            arrives("v", slot++ * 10 + 0.5);
            look();
        }
        // Then
        assertEquals(30, outbox.points("v").size());
        assertEquals("{\"likes\":1,\"dislikes\":0}", outbox.points("v").get(START.getEpochSecond() + 100));
    }

    @Test
    void thePointUnderWayIsHandedOverWithItsFigures() {
        // Given
        start(viewers());
        arrives(new Event.Play(by(1, "s1")), 1);
        // When
        emptyUntil(3);
        // Then
        assertEquals(Map.of(START.getEpochSecond(), "{\"viewers\":1}"), outbox.points("v"));
        // When
        arrives(new Event.Play(by(4, "s2")), 4);
        emptyUntil(5);
        // Then
        assertEquals(Map.of(START.getEpochSecond(), "{\"viewers\":2}"), outbox.points("v"));
    }

    private static ViewersMetric viewers() {
        return new ViewersMetric(SessionRules.DEFAULT);
    }

    private <V extends Video> void start(Metric<V> metric) {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "none:1");
        settings.put("processing.guarantee", "exactly_once_v2");
        MetricMeter meter = new MetricMeter(new SimpleMeterRegistry(), metric.name(), Clock.systemUTC());
        driver = new TopologyTestDriver(MetricTopology.of(metric, logEnd, outbox, meter), settings, START);
        input = driver.createInputTopic(metric.topic(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Occurrence by(double at) {
        return by(at, null);
    }

    private Occurrence by(double at, String session) {
        return new Occurrence("id" + ids++, "v", "u" + session, millis(at), null, session);
    }

    private void arrives(Event event, double at) {
        input.pipeInput("v".getBytes(StandardCharsets.UTF_8), writer.write(event), millis(at));
    }

    private void arrives(String video, double at) {
        Occurrence like = new Occurrence("id" + ids++, video, "u", millis(at), null, null);
        input.pipeInput(video.getBytes(StandardCharsets.UTF_8), writer.write(new Event.Like(like)), millis(at));
    }

    private void emptyUntil(double at) {
        logEnd.until = millis(at);
        look();
    }

    private void look() {
        driver.advanceWallClockTime(Duration.ofMillis(100));
    }

    private List<Point> points() {
        return points.isEmpty() ? readPoints() : points;
    }

    private final List<Point> points = new ArrayList<>();

    private List<Point> readPoints() {
        driver.createOutputTopic(Topics.POINTS, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .forEach(bytes -> points.add(Point.read(bytes)));
        return points;
    }

    private static long millis(double at) {
        return START.toEpochMilli() + Math.round(at * 1000);
    }

    private static final class FakeLogEnd implements LogEnd {
        long until = UNKNOWN;

        @Override
        public void watch(TopicPartition partition) {}

        @Override
        public void unwatch(TopicPartition partition) {}

        @Override
        public long emptyUntil(TopicPartition partition, long nextOffset) {
            return until;
        }
    }

    /** Keeps what was handed over, as Redis would. */
    private static final class Kept implements Outbox {
        private static final long GOES_ON = -2;

        final Map<String, VideoWrite> written = new HashMap<>();
        /** Goes on with every look, unless it is set. */
        long round = GOES_ON;

        /** Whether the round of old figures has gone on for ever. */
        boolean oldRests;

        private long looks;

        @Override
        public long round(boolean current) {
            if (round != GOES_ON) {
                return round;
            }
            return oldRests && !current ? 0 : ++looks;
        }

        @Override
        public void add(List<VideoWrite> writes, boolean current) {
            writes.forEach(write -> written.put(write.videoId(), write));
        }

        @Override
        public void forget(String metric, String videoId) {}

        @Override
        public long fillings() {
            return 0;
        }

        @Override
        public void pointsMissed() {}

        Map<String, String> last(String video) {
            Map<String, String> fields = new HashMap<>();
            VideoWrite write = written.get(video);
            for (int i = 0; i < write.values().size(); i++) {
                VideoWrite.Value value = write.values().get(i);
                fields.put(write.fields().names().get(i), value == null ? null : value.text());
            }
            return fields;
        }

        Map<Long, String> points(String video) {
            Map<Long, String> points = new HashMap<>();
            written.get(video).points().forEach(points::put);
            return points;
        }

        long asOf(String video) {
            return written.get(video).asOf();
        }
    }
}
