package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The notation of the grammar. */
class GrammarTest {
    private final Dice dice = new Dice(3);

    @Test
    void alternativesAreDrawnByTheirWeight() {
        Map<String, Integer> drawn = draws("[x]", "(3) often", "seldom");
        assertEquals(3.0, drawn.get("often") / (double) drawn.get("seldom"), 0.3);
        assertEquals(2, drawn.size());
    }

    @Test
    void wordsAreChosenAndRulesFollowedAtAnyDepth() {
        assertEquals(
                Set.of("a", "b 1!", "b 2!", "b !"),
                draws("[x]", "{a|b {{1|2|}|{one}|{two}}!}", "[one]", "1", "[two]", "2")
                        .keySet());
    }

    @Test
    void aRuleOfATopicStandsInPlaceOfTheCommonOne() {
        Grammar grammar =
                new Grammar(List.of("[x]", "the {thing}", "[thing]", "stream", "[sport:thing]", "ball"), Set.of());
        assertEquals("the ball", grammar.draw("x", "sport", Map.of(), dice));
        assertEquals("the stream", grammar.draw("x", "music", Map.of(), dice));
        assertEquals(List.of("sport"), grammar.topics());
    }

    @Test
    void theCallerSuppliesRules() {
        Grammar grammar = new Grammar(List.of("[x]", "hi {city}{city}"), Set.of("city"));
        assertEquals("hi RomeRome", grammar.draw("x", "", Map.of("city", "Rome"), dice));
    }

    @Test
    void aStarRepeatsTheSameUpToFiveTimes() {
        assertEquals(
                Set.of("a", "a a", "a a a", "a a a a", "a a a a a", "b", "b b", "b b b", "b b b b", "b b b b b"),
                draws("[x]", "{y*}", "[y]", "a", "b").keySet());
    }

    @Test
    void aTildeStretchesTheLetterBeforeIt() {
        draws("[x]", "so~ good").keySet().forEach(text -> assertTrue(text.matches("so{1,10} good"), text));
        assertEquals(10, draws("[x]", "so~").size());
    }

    @Test
    void mistakesAreFoundWhenItIsRead() {
        for (List<String> wrong : List.of(
                List.of("[x]", "{nobody}"),
                List.of("[x]", "{a|{nobody}}"),
                List.of("[x]", "{open"),
                List.of("[x]", "closed}"),
                List.of("[x]", "a", "[x]", "b"),
                List.of("no rule"))) {
            assertThrows(IllegalArgumentException.class, () -> new Grammar(wrong, Set.of()), wrong.toString());
        }
    }

    private Map<String, Integer> draws(String... lines) {
        Grammar grammar = new Grammar(List.of(lines), Set.of());
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            drawn.merge(grammar.draw("x", "", Map.of(), dice), 1, Integer::sum);
        }
        return drawn;
    }
}
