package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The laws of the simulated world, read from what happens in it. */
class SimulationTest {
    private static final long OPENING = 1_795_456_800_000L;
    private static final long HOUR = 3_600_000;

    /** A simulation of three hours with 60 videos and 3,000 viewers. */
    private static final List<Happening> HOURS = run(7, Scale.GENTLE, 3 * HOUR);

    @Property(tries = 20)
    void theSameSeedGivesTheSameSeries(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int videos) {
        Scale scale = new Scale(videos, 200);
        List<Happening> once = run(seed, scale, 60_000);
        assertEquals(once, run(seed, scale, 60_000));
        assertNotEquals(once, run(seed + 1, scale, 60_000));
    }

    @Test
    void happeningsComeInTheOrderOfTimeAndAreNumbered() {
        long last = Long.MIN_VALUE;
        long number = 0;
        for (Happening happening : HOURS) {
            assertTrue(happening.at() >= last, happening + " after " + last);
            assertEquals(++number, happening.number());
            last = happening.at();
        }
    }

    @Property(tries = 10)
    void everySessionIsOneFromItsPlayToItsEnd(@ForAll long seed) {
        Map<Long, Long> endOfVideo = new HashMap<>();
        Map<Long, Happening> startOfVideo = new HashMap<>();
        Map<Long, List<Happening>> sessions = new HashMap<>();
        for (Happening happening : run(seed, new Scale(12, 600), HOUR)) {
            switch (happening.type()) {
                case START_VIDEO -> assertNull(startOfVideo.put(happening.video(), happening));
                case END_VIDEO -> {
                    assertEquals(startOfVideo.get(happening.video()).user(), happening.user());
                    assertNull(endOfVideo.put(happening.video(), happening.at()));
                }
                default ->
                    sessions.computeIfAbsent(happening.session(), s -> new ArrayList<>())
                            .add(happening);
            }
        }
        assertTrue(sessions.size() > 1_000);
        sessions.forEach((session, life) -> {
            Happening play = life.getFirst();
            assertEquals(EventType.PLAY, play.type());
            assertTrue(play.at() >= startOfVideo.get(play.video()).at());
            long beat = Math.max(play.at(), play.at() + (OPENING - play.at()) / 15_000 * 15_000);
            for (int i = 1; i < life.size(); i++) {
                Happening next = life.get(i);
                assertEquals(play.user(), next.user());
                assertEquals(play.video(), next.video());
                assertEquals(play.latitude(), next.latitude());
                assertNotEquals(EventType.PLAY, next.type());
                assertTrue(next.at() <= endOfVideo.getOrDefault(next.video(), Long.MAX_VALUE));
                assertTrue(next.type() != EventType.LEAVE || i == life.size() - 1, "nothing follows a leave");
                if (next.type() == EventType.HEARTBEAT) {
                    assertEquals(beat + 15_000, next.at(), "a heartbeat every 15 s");
                    beat = next.at();
                }
            }
            long end = Math.min(
                    life.getLast().type() == EventType.LEAVE ? life.getLast().at() : OPENING + HOUR,
                    endOfVideo.getOrDefault(play.video(), OPENING + HOUR));
            assertTrue(end - beat <= 15_000, "heartbeats to the end");
        });
    }

    @Test
    void sevenOfTenStayToTheEnd() {
        Set<Long> whole = wholeVideos();
        Set<Long> joined = new HashSet<>();
        Set<Long> left = new HashSet<>();
        for (Happening happening : HOURS) {
            if (whole.contains(happening.video()) && happening.type() == EventType.PLAY) {
                joined.add(happening.session());
            } else if (happening.type() == EventType.LEAVE && joined.contains(happening.session())) {
                left.add(happening.session());
            }
        }
        double n = joined.size();
        assertEquals(0.7, 1 - left.size() / n, 4 * Math.sqrt(0.7 * 0.3 / n));
    }

    @Test
    void viewersJoinAtRandomMoments() {
        // Given where in their video the viewers joined, from 0 to 1
        Set<Long> whole = wholeVideos();
        Map<Long, Long> starts = times(EventType.START_VIDEO);
        Map<Long, Long> ends = times(EventType.END_VIDEO);
        double[] joined = HOURS.stream()
                .filter(h -> h.type() == EventType.PLAY && whole.contains(h.video()))
                .mapToDouble(
                        h -> (h.at() - starts.get(h.video())) / (double) (ends.get(h.video()) - starts.get(h.video())))
                .toArray();

        // Then they are uniform
        assertTrue(DiceTest.distance(joined, x -> x) < 2.23 / Math.sqrt(joined.length));
    }

    @Test
    void popularityFollowsTheGammaDistribution() {
        // Given how many viewers each of some thousand videos had
        Map<Long, Integer> viewers = new HashMap<>();
        Map<Long, Long> starts = new HashMap<>();
        Set<Long> ended = new HashSet<>();
        Simulation simulation = new Simulation(3, new Scale(1_000, 100_000), OPENING);
        long last = OPENING + HOUR;
        for (Happening h = simulation.next(); h.at() < last + 2 * HOUR; h = simulation.next()) {
            switch (h.type()) {
                case START_VIDEO -> starts.put(h.video(), h.at());
                case PLAY -> viewers.merge(h.video(), 1, Integer::sum);
                case END_VIDEO -> ended.add(h.video());
                default -> {}
            }
        }
        double[] popularity = starts.keySet().stream()
                .filter(video -> starts.get(video) > OPENING && starts.get(video) < last)
                .peek(video -> assertTrue(ended.contains(video)))
                .mapToDouble(video -> viewers.getOrDefault(video, 0))
                .toArray();

        // Then their distribution is that of the textbook
        double liveShare = Habits.MEAN_LENGTH / (Habits.MEAN_LENGTH + Habits.PAUSE);
        double mean = 100_000 / (1_000 * liveShare * Habits.WATCHED);
        double shape = Habits.POPULARITY_SHAPE;
        double distance = DiceTest.distance(popularity, x -> DiceTest.gammaUpTo(shape, (x + 0.5) * shape / mean));
        // Whole viewers make steps, the highest at 0.
        double step = DiceTest.gammaUpTo(shape, 0.5 * shape / mean);
        assertTrue(popularity.length > 2_000);
        assertTrue(distance < step + 2.23 / Math.sqrt(popularity.length), "distance " + distance);
    }

    @Test
    void itIsInFullSwingFromItsOpeningOn() {
        for (Scale scale : List.of(Scale.GENTLE, new Scale(300, 3_000), new Scale(60, 30_000))) {
            int videos = 0;
            int viewers = 0;
            int events = 0;
            Set<Long> present = new HashSet<>();
            Map<Long, Set<Long>> audience = new HashMap<>();
            for (Happening h : run(5, scale, 60_000)) {
                switch (h.type()) {
                    case START_VIDEO -> videos++;
                    case END_VIDEO -> {
                        videos--;
                        present.removeAll(audience.getOrDefault(h.video(), Set.of()));
                    }
                    case PLAY -> {
                        present.add(h.session());
                        audience.computeIfAbsent(h.video(), v -> new HashSet<>())
                                .add(h.session());
                    }
                    case LEAVE -> present.remove(h.session());
                    default -> {}
                }
                if (h.at() <= OPENING) {
                    assertTrue(h.type() == EventType.START_VIDEO || h.type() == EventType.PLAY, h.toString());
                } else {
                    events++;
                }
            }
            viewers = present.size();
            assertEquals(scale.videos(), videos, 0.1 * scale.videos());
            assertEquals(scale.viewers(), viewers, 0.15 * scale.viewers());
            assertEquals(60 * scale.eventsPerSecond(), events, 0.2 * 60 * scale.eventsPerSecond());
        }
    }

    @Test
    void whatViewersSayFollowsTheirLastReaction() {
        // Given the words that only one mood uses
        Map<Long, EventType> last = new HashMap<>();
        Map<EventType, int[]> cheers = new HashMap<>();
        Set<String> good = Set.of("<3", ":)", "POGGERS", "Pog", "PogChamp", "😍", "🔥", "EZ Clap", "W", "yes");
        Set<String> bad =
                Set.of("Sadge", "D:", ":(", "PepeHands", "NotLikeThis", "ResidentSleeper", "👎", "L", "boo", "no");
        for (Happening h : HOURS) {
            if (h.type() == EventType.LIKE || h.type() == EventType.DISLIKE) {
                last.put(h.session(), h.type());
            } else if (h.type() == EventType.COMMENT && last.containsKey(h.session())) {
                int[] count = cheers.computeIfAbsent(last.get(h.session()), t -> new int[2]);
                count[0] += good.contains(h.text()) ? 1 : 0;
                count[1] += bad.contains(h.text()) ? 1 : 0;
            }
        }

        // Then those who liked use the good ones and those who disliked the bad ones
        int[] afterLike = cheers.get(EventType.LIKE);
        int[] afterDislike = cheers.get(EventType.DISLIKE);
        assertTrue(afterLike[0] > 200 && afterLike[1] * 20 < afterLike[0], afterLike[0] + ", " + afterLike[1]);
        assertTrue(
                afterDislike[1] > 100 && afterDislike[0] * 10 < afterDislike[1],
                afterDislike[0] + ", " + afterDislike[1]);
    }

    @Test
    void commentsComeInBurstsAndRepeatThemselvesAsInRealChats() {
        // Given the comments of the ten videos that have most
        Map<Long, List<Happening>> byVideo = new HashMap<>();
        HOURS.stream()
                .filter(h -> h.type() == EventType.COMMENT)
                .forEach(h -> byVideo.computeIfAbsent(h.video(), v -> new ArrayList<>())
                        .add(h));
        List<List<Happening>> chats = byVideo.values().stream()
                .sorted(Comparator.comparing(chat -> -chat.size()))
                .limit(10)
                .toList();

        for (List<Happening> chat : chats) {
            // Then 10 to 45 % of each are exact repeats, taken in pieces of 1,000
            List<String> texts = chat.stream().limit(1_000).map(Happening::text).toList();
            double repeats = 1 - new HashSet<>(texts).size() / (double) texts.size();
            assertTrue(repeats > 0.1 && repeats < 0.45, "repeats " + repeats);

            // And the busiest ten seconds hold many times as many as the mean
            double seconds = (chat.getLast().at() - chat.getFirst().at()) / 1_000.0;
            double mean = 10 * chat.size() / seconds;
            int busiest = 0;
            for (int from = 0, to = 0; to < chat.size(); to++) {
                while (chat.get(to).at() - chat.get(from).at() >= 10_000) {
                    from++;
                }
                busiest = Math.max(busiest, to - from + 1);
            }
            assertTrue(busiest > 3 * mean, "busiest " + busiest + ", mean " + mean);
        }
    }

    /** Promise: whatever is about to happen when all is ended, also a video's start or end, each that was told to be live ends once. */
    @Test
    void endingAllEndsEachLiveVideoOnce() {
        for (EventType about : List.of(EventType.PLAY, EventType.START_VIDEO, EventType.END_VIDEO)) {
            // Given
            Simulation simulation = new Simulation(1, Scale.GENTLE, OPENING);
            Set<Long> live = new HashSet<>();
            Happening next = simulation.next();
            for (; next.at() < OPENING + HOUR || next.type() != about; next = simulation.next()) {
                if (next.type() == EventType.START_VIDEO) {
                    live.add(next.video());
                } else if (next.type() == EventType.END_VIDEO) {
                    live.remove(next.video());
                }
            }
            // When
            long at = next.at();
            List<Happening> ends = simulation.endAll(at, next);
            // Then
            assertFalse(ends.isEmpty());
            ends.forEach(end -> {
                assertEquals(EventType.END_VIDEO, end.type());
                assertEquals(at, end.at());
                assertTrue(live.remove(end.video()));
            });
            assertEquals(Set.of(), live);
        }
    }

    private static List<Happening> run(long seed, Scale scale, long length) {
        Simulation simulation = new Simulation(seed, scale, OPENING);
        List<Happening> happenings = new ArrayList<>();
        for (Happening h = simulation.next(); h.at() < OPENING + length; h = simulation.next()) {
            happenings.add(h);
        }
        return happenings;
    }

    /** The videos that began after the opening and ended. */
    private static Set<Long> wholeVideos() {
        Set<Long> whole = new HashSet<>(times(EventType.END_VIDEO).keySet());
        Map<Long, Long> starts = times(EventType.START_VIDEO);
        whole.removeIf(video -> starts.get(video) <= OPENING);
        return whole;
    }

    private static Map<Long, Long> times(EventType type) {
        Map<Long, Long> times = new HashMap<>();
        HOURS.stream().filter(h -> h.type() == type).forEach(h -> times.put(h.video(), h.at()));
        return times;
    }
}
