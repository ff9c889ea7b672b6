package io.engage.figures.comments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.log.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Promise: the figures of a second are those of the comments dated in the minute before it, neither more nor less. */
class CommentsTest {
    private static final long START = 1_700_000_000_000L;

    private final Words words = new Words();
    private long quietUntil = Long.MIN_VALUE;
    private final Room room = new Room(3_000);
    private final Comments.Shared shared = new Comments.Shared(
            new Sampler(new SplittableRandom(1)), this::score, new PooledVariance(), room, () -> quietUntil);
    private final TreeMap<Long, CommentFigures> published = new TreeMap<>();
    private final TreeMap<Long, String> points = new TreeMap<>();
    private final Partition<Comments> partition =
            new Partition<>(id -> new Comments(id, shared), 120_000, new Partition.Listener<>() {
                @Override
                public void changed(Comments video, long asOf) {
                    published.put(asOf - START, video.figures());
                }

                @Override
                public void slot(Comments video, long start, boolean record) {
                    points.put(start - START / 1000, video.commentsIn(start) + " " + video.sentimentIn(start));
                }

                @Override
                public void gone(Comments video) {}
            });
    private long offset;

    private int scored;

    private double score(String text) {
        scored++;
        return text.contains("good") ? 3 : text.contains("bad") ? 1 : Double.NaN;
    }

    private void say(String user, String text, long dated, long arrival) {
        long at = partition.arrive(START + arrival, offset);
        partition
                .touch("v", at)
                .say(new Comments.Said("e" + offset, user, user.hashCode(), text, START + dated), at, offset, words);
        offset++;
    }

    private CommentFigures at(long time) {
        partition.idle(START + time);
        return published.floorEntry(time).getValue();
    }

    /** Promise: where there is no room for its words a comment counts all the same, and the room comes back with the window. */
    @Test
    void wordsAreLeftOutWhereThereIsNoRoomForThem() {
        // Given
        for (int i = 0; i < 1_000; i++) {
            say("u" + i, "first", 900, 1_000);
        }
        // When
        say("ann", "second", 950, 1_000);
        // Then
        CommentFigures full = at(2_000);
        assertEquals(1_001, full.comments60s());
        assertEquals(List.of(new WordCount("first", 1_000)), full.words60s());
        assertEquals(1, room.refused());
        // When
        at(62_000);
        say("ann", "third", 62_100, 62_200);
        // Then
        assertEquals(List.of(new WordCount("third", 1)), at(63_000).words60s());
        assertEquals(3, room.taken());
    }

    /** Promise: the last comments are at hand while people talk, and take no memory once a video is silent. */
    @Test
    void lastCommentsAreForgottenInSilence() {
        // Given
        say("ann", "first", 900, 1_000);
        say("ann", "second", 1_900, 2_000);
        // When
        at(60_000);
        // Then
        Comments video = partition.video("v");
        assertEquals(
                List.of("second", "first"),
                video.lastAfter(-1).stream().map(LastComment::text).toList());
        // When
        at(2_000 + Comments.REACH.toMillis() + 10_000);
        // Then
        assertEquals(List.of(), video.lastAfter(-1));
    }

    @Test
    void theWindowSlidesAndFallsToNothingAMinuteAfterTheLast() {
        // Given
        say("ann", "good goal", 900, 1_000);
        say("bob", "bad goal", 10_900, 11_000);
        // When, Then
        CommentFigures both = at(12_000);
        assertEquals(2, both.comments60s());
        assertEquals(
                List.of("goal"),
                both.words60s().stream().map(WordCount::word).limit(1).toList());
        assertEquals(2.0, both.sentiment60s());
        assertEquals(0.0, both.margin());
        assertEquals(1.0, both.rate());
        assertEquals(2, both.sample());
        assertEquals(2, at(60_000).comments60s());
        assertEquals(1, at(61_000).comments60s());
        CommentFigures none = at(71_000);
        assertEquals(new CommentFigures(2, 0, List.of(), null, 1, 0, null), none);
    }

    @Test
    void withoutEvidenceThereIsNoMood() {
        // Given
        say("ann", "vodka", 0, 500);
        // When, Then
        CommentFigures figures = at(1_000);
        assertEquals(1, figures.comments60s());
        assertNull(figures.sentiment60s());
        assertNull(figures.margin());
        assertEquals(0, figures.sample());
    }

    @Test
    void aLateCommentLandsInItsSecondUpToThirtySecondsAndInTheTotalAlways() {
        // Given
        say("ann", "hello", 40_000, 40_000);
        say("bob", "late", 20_000, 50_000);
        say("cat", "too late", 19_000, 50_000);
        // When, Then
        assertEquals(3, at(50_000).comments());
        assertEquals(2, at(50_000).comments60s());
        assertEquals(1, at(80_000).comments60s());
        assertEquals(0, at(100_000).comments60s());
    }

    @Test
    void oneDatedAheadCountsOnceTGetsThere() {
        // Given
        say("ann", "future", 30_000, 10_000);
        // When, Then
        assertEquals(0, at(20_000).comments60s());
        assertEquals(1, at(30_000).comments60s());
        assertEquals(1, at(89_000).comments60s());
        assertEquals(0, at(90_000).comments60s());
    }

    @Test
    void pointsHoldTheirTenSecondsAndAreWrittenAgainForLateOnes() {
        // Given
        say("ann", "good", 3_000, 3_000);
        say("ann", "bad", 13_000, 13_000);
        partition.idle(START + 20_000);
        assertEquals("1 3.0", points.get(0L));
        // When
        say("bob", "bad", 4_000, 25_000);
        partition.idle(START + 31_000);
        // Then
        assertEquals("2 2.0", points.get(0L));
        assertEquals("1 1.0", points.get(10L));
        assertEquals("0 null", points.get(20L));
    }

    @Test
    void theLastCommentsAreKeptTheNewestFirst() {
        for (int i = 0; i < 250; i++) {
            say("u" + i, "text " + i, i, i);
        }
        List<LastComment> last = partition.video("v").lastAfter(-1);
        assertEquals(100, last.size());
        assertEquals("text 249", last.getFirst().text());
        assertEquals("text 150", last.getLast().text());
        assertEquals(9, partition.video("v").lastAfter(240).size());
    }

    @Property(tries = 40)
    void aRestartInTheMiddleChangesNoFigure(@ForAll long seed) {
        // Given: a log, and a life without a crash
        Random random = new Random(seed);
        record Line(String user, String text, long dated, long arrival) {}
        List<Line> log = new ArrayList<>();
        long arrival = 0;
        for (int i = 0; i < 300; i++) {
            arrival += random.nextInt(1500);
            log.add(new Line(
                    "u" + random.nextInt(9),
                    "good w" + random.nextInt(4),
                    Math.max(0, arrival + random.nextInt(20_000) - 15_000),
                    arrival));
        }
        CommentsTest whole = new CommentsTest();
        log.forEach(line -> whole.say(line.user, line.text, line.dated, line.arrival));
        whole.partition.idle(START + arrival + 100_000);
        TreeMap<Long, CommentFigures> expected = whole.published;
        // When: the log up to some point, then a new life that begins with the total alone
        CommentsTest first = new CommentsTest();
        int crash = random.nextInt(log.size());
        log.subList(0, crash).forEach(line -> first.say(line.user, line.text, line.dated, line.arrival));
        CommentsTest second = new CommentsTest();
        long total = crash == 0 ? 0 : first.partition.video("v").total();
        if (crash > 0) {
            second.partition.touch("v", START).restoreTotal(total, crash - 1, START + log.get(crash - 1).arrival);
            second.quietUntil = first.partition.lastSecond();
        }
        log.forEach(line -> second.say(line.user, line.text, line.dated, line.arrival));
        second.partition.idle(START + arrival + 100_000);
        // Then
        TreeMap<Long, CommentFigures> lives = new TreeMap<>(first.published);
        lives.putAll(second.published);
        for (long t = 0; t <= arrival + 100_000; t += 1000) {
            assertEquals(expected.floorEntry(t), lives.floorEntry(t) == null ? null : sameFigures(expected, lives, t));
        }
        TreeMap<Long, String> written = new TreeMap<>(first.points);
        written.putAll(second.points);
        assertEquals(whole.points, written);
        assertFalse(lives.isEmpty());
    }

    /** Promise: when the log is read again, no time is spent on the mood of minutes that were published before. */
    @Test
    void onlyWhatIsStillInTheWindowIsScoredAgain() {
        // Given
        quietUntil = (START + 300_000) / 1000;
        // When
        for (long t = 500; t < 300_000; t += 1000) {
            say("u", "good", t, t);
        }
        // Then
        assertEquals(60, scored);
        assertEquals(3.0, at(301_000).sentiment60s());
        assertEquals(59, at(301_000).comments60s());
    }

    /** The entry that stands at that time, with the key of the other: the same figures may be published once more. */
    private static java.util.Map.Entry<Long, CommentFigures> sameFigures(
            TreeMap<Long, CommentFigures> expected, TreeMap<Long, CommentFigures> lives, long t) {
        assertTrue(expected.floorEntry(t) != null);
        return java.util.Map.entry(expected.floorKey(t), lives.floorEntry(t).getValue());
    }
}
