package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people in the chat write. */
class ChatTest {
    private static final int DRAWS = 1_000;
    private static final Set<String> GOOD = Set.of(
            "love",
            "great",
            "amazing",
            "beautiful",
            "best",
            "perfect",
            "nice",
            "yes",
            "good",
            "wow",
            "<3",
            ":)",
            "pog");
    private static final Set<String> BAD = Set.of(
            "hate", "terrible", "awful", "boring", "worst", "bad", "no", "trash", "sad", "boo", ":(", "d:", "sadge");

    private final Dice dice = new Dice(11);

    @ParameterizedTest
    @EnumSource
    void everyCommentIsOneThatTheDoorTakes(Mood mood) {
        for (String topic : Chat.topics()) {
            for (int i = 0; i < DRAWS; i++) {
                String text = comment(topic, mood);
                assertFalse(text.isBlank());
                assertTrue(text.length() < 200, text);
                assertEquals(text.strip(), text);
                assertFalse(text.matches(".*[{}|~].*"), "the notation shows through: " + text);
            }
        }
    }

    @Test
    void everyTopicHasTitlesAndSubjectsOfItsOwn() {
        Set<String> titles = new HashSet<>();
        for (String topic : Chat.topics()) {
            Set<String> subjects = new HashSet<>();
            for (int i = 0; i < DRAWS; i++) {
                String title = Chat.title(topic, World.cities().get(i % 100), dice);
                assertTrue(!title.isBlank() && title.length() <= Event.MAX_TITLE, title);
                assertTrue(Character.isUpperCase(title.charAt(0)) || !Character.isLetter(title.charAt(0)), title);
                titles.add(title);
                subjects.add(Chat.subject(topic, dice));
            }
            assertTrue(subjects.size() >= 8, topic + ": " + subjects);
        }
        assertTrue(Chat.topics().size() >= 10);
        assertTrue(titles.size() > 1_000, titles.size() + " titles");
    }

    @Test
    void thereAreManyThousandDifferentOnesAndTheyAreShort() {
        Set<String> texts = new HashSet<>();
        int[] words = new int[30_000];
        for (int i = 0; i < words.length; i++) {
            String text = comment(Chat.topics().get(i % Chat.topics().size()), Mood.values()[i % 3]);
            texts.add(text.toLowerCase(Locale.ROOT));
            words[i] = text.split(" ").length;
        }
        Arrays.sort(words);
        assertTrue(texts.size() > 8_000, texts.size() + " different comments");
        assertEquals(2.5, words[words.length / 2], 0.5, "median of words");
        assertTrue(words[words.length * 9 / 10] <= 8, "nine of ten have at most eight words");
    }

    @Test
    void theMoodIsInTheWords() {
        for (String topic : Chat.topics()) {
            int[] positive = words(topic, Mood.POSITIVE);
            int[] negative = words(topic, Mood.NEGATIVE);
            assertTrue(positive[0] > 8 * positive[1], topic + ", positive: " + Arrays.toString(positive));
            assertTrue(negative[1] > 8 * negative[0], topic + ", negative: " + Arrays.toString(negative));
        }
    }

    @Test
    void everyTopicHasItsOwnPopularWords() {
        Map<String, Set<String>> popular = new HashMap<>();
        for (String topic : Chat.topics()) {
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < 3 * DRAWS; i++) {
                String subject = Chat.subject(topic, dice);
                for (String word : Chat.comment(
                                topic,
                                Mood.values()[i % 3],
                                subject,
                                World.cities().getFirst(),
                                dice)
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z]+")) {
                    if (word.length() > 3) {
                        counts.merge(word, 1, Integer::sum);
                    }
                }
            }
            popular.put(
                    topic,
                    new HashSet<>(counts.entrySet().stream()
                            .sorted((a, b) -> b.getValue() - a.getValue())
                            .limit(15)
                            .map(Map.Entry::getKey)
                            .toList()));
        }
        for (List<String> pair :
                List.of(List.of("football", "cooking"), List.of("music", "news"), List.of("coding", "animals"))) {
            Set<String> common = new HashSet<>(popular.get(pair.get(0)));
            common.retainAll(popular.get(pair.get(1)));
            assertTrue(common.size() <= 9, pair + " share " + common);
        }
        assertTrue(
                popular.get("football").contains("goal"),
                popular.get("football").toString());
    }

    private String comment(String topic, Mood mood) {
        return Chat.comment(topic, mood, Chat.subject(topic, dice), dice.oneOf(World.cities()), dice);
    }

    /** How many clearly good and clearly bad words there are. */
    private int[] words(String topic, Mood mood) {
        int[] found = new int[2];
        for (int i = 0; i < 3 * DRAWS; i++) {
            for (String word : comment(topic, mood)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[!?,.]+", "")
                    .split(" ")) {
                found[0] += GOOD.contains(word) ? 1 : 0;
                found[1] += BAD.contains(word) ? 1 : 0;
            }
        }
        return found;
    }
}
