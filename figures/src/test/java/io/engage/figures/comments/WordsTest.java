package io.engage.figures.comments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Promise: words are what people read as words, in any script, and no two spellings of one excitement count apart. */
class WordsTest {
    private static final Words WORDS = new Words();

    private static List<String> words(String text) {
        WORDS.read(text);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            found.add(WORDS.word(i));
        }
        return found;
    }

    @Test
    void stopWordsLinksMentionsAndPunctuationAreLeftOut() {
        assertEquals(
                List.of("goal", "keeper"),
                words("This is THE goal!!! of @anna... https://x.example/goal www.x.example - \"Keeper\" ???"));
    }

    @Test
    void commandsToBotsAreLeftOutAndCheersAreNot() {
        assertEquals(List.of("raid"), words(" !so raid"));
        assertEquals(List.of("goal"), words("goal !!"));
        assertEquals(List.of("goal"), words("what a !goal"));
    }

    @Test
    void wholeNumbersKeepTheirSign() {
        assertEquals(List.of("+2", "-2", "2"), words("+2 -2 2"));
        assertEquals(List.of("2", "3"), words("2-3"));
    }

    @Test
    void stretchedWordsAreThePlainOne() {
        assertEquals(List.of("wow", "good", "cool", "lol", "goal"), words("wooooow gooooood coooool LOLLLLL goaaaal"));
        assertEquals(List.of("1000", "hm"), words("1000 hmmmm"));
    }

    @Test
    void emojiAndEmoticonsAreWordsAndSkinToneIsNone() {
        assertEquals(
                List.of("😂", "😂", "👍", "❤", "🇩🇪", "👨‍👩‍👧", "<3", ":)"),
                words("😂😂 👍🏽 ❤️ 🇩🇪 👨‍👩‍👧 <3 :)"));
        assertEquals(List.of("wow", "😂"), words("wow😂"));
    }

    @Test
    void emotesAreKept() {
        assertEquals(List.of("pogchamp", "kekw", "lul"), words("PogChamp KEKW LUL"));
    }

    @Test
    void apostrophesAndHyphensStayWithinAWord() {
        assertEquals(List.of("o'neill's", "co-op"), words("O’Neill's 'co-op'"));
    }

    @Test
    void anyScriptIsRead() {
        assertEquals(List.of("привет", "мир"), words("Привет, мир!"));
        assertEquals(List.of("مرحبا", "بالعالم"), words("مرحبا بالعالم"));
        assertEquals(List.of("नमस्ते", "दुनिया"), words("नमस्ते दुनिया"));
        assertTrue(words("こんにちは世界").size() >= 1);
        assertEquals("こんにちは世界", String.join("", words("こんにちは世界")));
    }

    @Test
    void wordsSideBySideAreToldFromThoseWithSomethingBetween() {
        // When
        WORDS.read("good game, the keeper 😂");
        // Then
        List<Boolean> behind = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            behind.add(WORDS.behind(i));
        }
        assertEquals(List.of(false, true, false, true), behind);
    }

    @Property(tries = 1000)
    void anyTextIsRead(@ForAll String text) {
        for (String word : words(text)) {
            assertTrue(!word.isBlank() && word.length() <= 4 * Words.MAX_LENGTH, word);
        }
    }
}
