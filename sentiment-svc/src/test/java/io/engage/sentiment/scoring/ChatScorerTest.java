package io.engage.sentiment.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Promise: a score is what people would say of the comment, and without evidence there is none. */
class ChatScorerTest {
    private static final Scorer SCORER = new ChatScorer();

    @Test
    void leansTheWayPeopleDo() {
        for (String positive : List.of(
                "awesome!",
                "LUL",
                "this is so good",
                "i love this game",
                "😂😂😂",
                "GG",
                "POGGERS",
                "thank you :)",
                "not bad at all")) {
            assertTrue(SCORER.score(positive) > 2.2, positive);
        }
        for (String negative : List.of(
                "this sucks",
                "so boring",
                "I hate lag",
                "Sadge",
                "not good",
                "😡",
                "worst stream ever",
                "wtf is this")) {
            assertTrue(SCORER.score(negative) < 1.8, negative);
        }
    }

    @Test
    void withoutEvidenceThereIsNoScore() {
        for (String text : List.of(
                "!docket",
                "привет как дела",
                "配信ありがとう",
                "asdkjh qwlekj",
                "12",
                "https://some.example/where",
                "@somebody",
                " ")) {
            assertTrue(Double.isNaN(SCORER.score(text)), text);
        }
    }

    @Test
    void wordsOfAnotherLanguageAreNotTakenForEnglish() {
        // "hell" is German for bright.
        assertTrue(Double.isNaN(SCORER.score("der Himmel scheint heute wirklich hell geworden")));
    }

    @Test
    void anEmojiCountsInAnyLanguage() {
        assertTrue(SCORER.score("配信ありがとう 😍") > 2.2);
    }

    @Property(tries = 300)
    void anyTextHasAScoreInRangeOrNone(@ForAll String text) {
        double score = SCORER.score(text);
        assertTrue(Double.isNaN(score) || (score >= 0 && score <= 4));
    }

    @Test
    void agreesWithTheRatedChat() throws IOException {
        // Given
        String rated = new String(
                ChatScorerTest.class
                        .getResourceAsStream("/rated/chat-rated.tsv")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        int right = 0;
        int scored = 0;
        // When
        for (String line : rated.lines().filter(l -> !l.startsWith("# ")).toList()) {
            String[] cells = line.split("\t", 4);
            double score = SCORER.score(cells[3]);
            if (!Double.isNaN(score)) {
                scored++;
                right += sentimentClass(score) == sentimentClass(Double.parseDouble(cells[0])) ? 1 : 0;
            }
        }
        // Then
        assertTrue(scored >= 320, scored + " of 400 scored");
        assertTrue(right >= 0.77 * scored, right + " of " + scored + " in the right class");
    }

    private static int sentimentClass(double score) {
        return score > 2.25 ? 1 : score < 1.75 ? -1 : 0;
    }

    @Test
    void repeatedTextsAreScoredOnce() {
        // Given
        AtomicInteger asked = new AtomicInteger();
        Scorer caching = new CachingScorer(
                text -> {
                    asked.incrementAndGet();
                    return text.length();
                },
                64);
        // When, Then
        for (int i = 0; i < 10; i++) {
            assertEquals(3, caching.score("LUL"));
        }
        assertEquals(1, asked.get());
        for (int i = 0; i < 10_000; i++) {
            assertEquals(("text " + i).length(), caching.score("text " + i));
        }
    }
}
