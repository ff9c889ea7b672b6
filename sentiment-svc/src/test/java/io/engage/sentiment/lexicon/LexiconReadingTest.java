package io.engage.sentiment.lexicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise: a sentence changes what its words say as people would expect, and chat's own signs are read. */
class LexiconReadingTest {
    private final LexiconReading lexicon = new LexiconReading(Lexicon.load());

    private double sum(String text) {
        return lexicon.read(text).sum();
    }

    @Test
    void aNegationTurns() {
        assertTrue(sum("this is good") > 0);
        assertTrue(sum("this is not good") < 0);
        assertTrue(sum("this isn’t good") < 0);
        assertTrue(sum("never a bad stream") > 0);
        assertTrue(sum("no fun") < 0);
    }

    @Test
    void boostersCapitalsAndExclamationMarksStrengthen() {
        assertTrue(sum("really good") > sum("good"));
        assertTrue(sum("kinda good") < sum("good"));
        assertTrue(sum("that was GOOD") > sum("that was good"));
        assertTrue(sum("good!!") > sum("good!"));
        assertTrue(sum("really bad") < sum("bad"));
        // All capitals are no emphasis of one word.
        assertEquals(sum("that was good"), sum("THAT WAS GOOD"));
    }

    @Test
    void butShiftsTheWeightToWhatFollowsIt() {
        assertTrue(sum("the game is bad but the stream is great") > 0);
        assertTrue(sum("the stream is great but the game is bad") < sum("the game is bad but the stream is great"));
    }

    @Test
    void laughterIsFoundInAnyLength() {
        for (String laughter : List.of(
                "haha",
                "hahahahahah",
                "HAHAHAHA",
                "ahahaha",
                "hehehehe",
                "jajajaja",
                "kkkkkkk",
                "looool",
                "lmaooooo",
                "LUL")) {
            assertTrue(sum(laughter) > 0, laughter);
        }
        for (String other : List.of("hah", "heah", "java", "k", "hello there")) {
            assertFalse(lexicon.read(other).sum() > 2, other);
        }
    }

    @Test
    void emotesAreReadByTheirExactCodeAndAChannelsOwnByItsName() {
        assertTrue(sum("PogChamp") > 0);
        assertTrue(sum("Sadge") < 0);
        assertTrue(sum("someHug someHug") > 0);
        assertTrue(sum("lion1Cry") < 0);
        assertFalse(lexicon.read("someThing").rated());
    }

    @Test
    void aRowOfTheSameEmoteGrowsMoreAndMoreSlowly() {
        double one = sum("LUL");
        double two = sum("LUL LUL");
        double ten = sum("LUL LUL LUL LUL LUL LUL LUL LUL LUL LUL");
        assertTrue(two > one && ten > two && ten < 2 * one + 0.001);
    }

    @Test
    void emojiAreReadWhereverTheyStand() {
        assertTrue(sum("😂") > 0);
        assertTrue(sum("goal😂😂!") > 0);
        assertTrue(sum("🖕") < 0);
        assertTrue(sum("❤️") > 0);
        assertEquals(1, lexicon.read("wow👍🏽then").signs());
    }

    @Test
    void emoticonsAreReadAlsoRightBehindAWord() {
        assertTrue(sum("ok then :)") > sum("ok then"));
        assertTrue(sum("see you:)") > 0);
        assertTrue(sum("D:") < 0);
    }

    @Test
    void linksAndMentionsSayNothing() {
        assertFalse(lexicon.read("@happy https://love.example/great www.good.example")
                .rated());
    }

    @Test
    void swearWordsAreCounted() {
        assertEquals(2, lexicon.read("fucking great, holy shit").swears());
        assertEquals(0, lexicon.read("hello classes").swears());
    }

    @Test
    void nothingIsRatedInNothing() {
        assertEquals(new LexiconReading.Reading(0, 0, 0, 0, 0, 0, 0, 0), lexicon.read(" \t"));
    }
}
