package io.engage.local.simulate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes titles and comments: short, full of slang and emotes, stretched, shouted and now and then mistyped. */
final class Chat {
    private static final double SHOUTED = 0.06;
    private static final double CAPITALISED = 0.12;
    private static final double MISTYPED = 0.02;
    private static final int TYPO_WORTH = 8;

    private static final Grammar GRAMMAR = new Grammar(Bundled.lines("chat.txt"), Set.of("city", "subject"));

    private Chat() {}

    /** What videos may be about. */
    static List<String> topics() {
        return GRAMMAR.topics();
    }

    /** A title for a video from a city. */
    static String title(String topic, City city, Dice dice) {
        String title = GRAMMAR.draw("title", topic, Map.of("city", city.name(), "subject", topic), dice);
        return capitalised(title);
    }

    /** What a video of this topic shows at a moment: a word or two that will be on everybody's lips. */
    static String subject(String topic, Dice dice) {
        return GRAMMAR.draw("subject", topic, Map.of(), dice);
    }

    /**
     * A comment of the given mood.
     *
     * @param subject what the video shows at this moment
     * @param city where the writer lives
     */
    static String comment(String topic, Mood mood, String subject, City city, Dice dice) {
        String text = GRAMMAR.draw(mood.rule, topic, Map.of("city", city.name(), "subject", subject), dice);
        if (dice.chance(SHOUTED)) {
            return shouted(text);
        }
        if (dice.chance(CAPITALISED)) {
            return capitalised(text);
        }
        return text.length() >= TYPO_WORTH && dice.chance(MISTYPED) ? mistyped(text, dice) : text;
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** In capitals but for words that have some already: emotes are known by their case. */
    private static String shouted(String text) {
        StringBuilder shouted = new StringBuilder(text.length());
        for (String word : text.split(" ")) {
            boolean asItIs = word.chars().anyMatch(c -> Character.isUpperCase(c) || c >= 0x80);
            shouted.append(shouted.isEmpty() ? "" : " ").append(asItIs ? word : word.toUpperCase(Locale.ROOT));
        }
        return shouted.toString();
    }

    /** With two neighbouring letters in the wrong order. */
    private static String mistyped(String text, Dice dice) {
        int i = dice.below(text.length() - 1);
        char a = text.charAt(i);
        char b = text.charAt(i + 1);
        if (!isLetter(a) || !isLetter(b)) {
            return text;
        }
        return text.substring(0, i) + b + a + text.substring(i + 2);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
