package io.engage.figures.comments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.comments.WordWindow.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Promise: counts are exact as they are defined, whatever comes and goes. */
class WordWindowTest {
    private final WordWindow window = new WordWindow();
    private final Words words = new Words();

    private record Held(long user, String text, Entry[] entries) {}

    private Held say(long user, String text) {
        words.read(text);
        Entry[] entries = window.resolve(words).toArray(new Entry[0]);
        window.enter(user, entries, 0, entries.length);
        return new Held(user, text, entries);
    }

    private void leave(Held held) {
        window.leave(held.user, held.entries, 0, held.entries.length);
    }

    @Test
    void aUserCountsThreeTimesAtMost() {
        // Given
        List<Held> said = new ArrayList<>();
        for (String text : List.of("gg", "gg wp", "gg", "gg gg")) {
            said.add(say(1, text));
        }
        // When
        said.add(say(2, "gg"));
        // Then
        assertEquals(new WordCount("gg", 4), window.top(10).getFirst());
        leave(said.get(0));
        assertEquals(new WordCount("gg", 4), window.top(10).getFirst());
        leave(said.get(1));
        leave(said.get(2));
        assertEquals(List.of(new WordCount("gg", 2)), window.top(10));
    }

    @Test
    void nothingIsLeftWhenAllHaveGone() {
        // Given
        List<Held> said = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            said.add(say(i % 7, "goal keeper number " + i % 13));
        }
        // When
        said.forEach(this::leave);
        // Then
        assertEquals(List.of(), window.top(10));
        assertEquals(0, window.distinctWords());
    }

    @Test
    void wordsThatStandTogetherAreOneEntry() {
        // Given
        for (int i = 0; i < 20; i++) {
            say(i, "penalty kick now");
            say(100 + i, "nice stream tonight " + i);
            say(200 + i, i % 2 == 0 ? "stream lags" : "tonight rocks");
        }
        // When
        List<String> top = window.top(20).stream().map(WordCount::word).toList();
        // Then
        assertTrue(top.contains("penalty kick"), top.toString());
        assertTrue(!top.contains("penalty") && !top.contains("kick"), top.toString());
    }

    @Test
    void wordsThatMeetByChanceAreNone() {
        // Given
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            say(i, "w" + random.nextInt(12) + " w" + random.nextInt(12));
        }
        // When
        long phrases =
                window.top(30).stream().filter(w -> w.word().contains(" ")).count();
        // Then
        assertTrue(phrases <= 2, window.top(30).toString());
    }

    @Test
    void memoryIsBoundedByTheNumberOfWords() {
        // Given, When
        for (int i = 0; i < 60_000; i++) {
            say(i, i % 10 == 0 ? "goal" : "x" + i + " y" + i);
        }
        // Then
        assertTrue(window.distinctWords() <= WordWindow.MAX_WORDS);
        assertEquals("goal", window.top(1).getFirst().word());
        assertEquals(6000, window.top(1).getFirst().count());
    }

    @Property(tries = 60)
    void countsAreThoseOfANaiveRecount(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int users) {
        // Given
        Random random = new Random(seed);
        WordWindow counted = new WordWindow();
        Deque<Held> held = new ArrayDeque<>();
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(3) == 0 && !held.isEmpty()) {
                Held gone = held.removeFirst();
                counted.leave(gone.user, gone.entries, 0, gone.entries.length);
            } else {
                String text = "w" + random.nextInt(5) + ", w" + random.nextInt(20);
                words.read(text);
                Entry[] entries = counted.resolve(words).toArray(new Entry[0]);
                long user = random.nextInt(users);
                counted.enter(user, entries, 0, entries.length);
                held.addLast(new Held(user, text, entries));
            }
        }
        // When, Then
        assertEquals(recount(held), counted.top(10));
    }

    private static List<WordCount> recount(Iterable<Held> held) {
        Map<String, Map<Long, Integer>> byWord = new HashMap<>();
        for (Held comment : held) {
            for (String word : new HashSet<>(List.of(comment.text.split(", ")))) {
                byWord.computeIfAbsent(word, w -> new HashMap<>()).merge(comment.user, 1, Integer::sum);
            }
        }
        return byWord.entrySet().stream()
                .map(e -> new WordCount(
                        e.getKey(),
                        e.getValue().values().stream()
                                .mapToInt(n -> Math.min(3, n))
                                .sum()))
                .sorted(Comparator.<WordCount>comparingInt(w -> -w.count()).thenComparing(WordCount::word))
                .limit(10)
                .toList();
    }
}
