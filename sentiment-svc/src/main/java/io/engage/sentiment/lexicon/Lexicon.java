package io.engage.sentiment.lexicon;

import io.engage.sentiment.network.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What single terms say, from -4 (most negative) to +4 (most positive): the words and emoticons of VADER (Hutto and Gilbert, VADER: A Parsimonious
 * Rule-based Model for Sentiment Analysis of Social Media Text, ICWSM 2014), emoji by their names, and Engage's own lists of slang, emotes and emoji,
 * which go before them. Each file names its sources.
 */
public final class Lexicon {
    /** The valence of a term that is not in the lexicon. */
    public static final double UNKNOWN = Double.NaN;

    /** Emotes, emoji and emoticons: as they are written. */
    private final Map<String, Double> signs = new HashMap<>();

    /** Words and slang, in lower case. */
    private final Map<String, Double> words = new HashMap<>();

    private int longestEmoji;

    private Lexicon() {}

    /** The lexicon that comes with Engage. */
    public static Lexicon load() {
        Lexicon lexicon = new Lexicon();
        for (String line : lines("vader.tsv")) {
            int tab = line.indexOf('\t');
            String term = line.substring(0, tab);
            double valence = Double.parseDouble(line.substring(tab + 1));
            boolean word =
                    term.length() > 1 && term.chars().allMatch(c -> Character.isLetter(c) || c == '\'' || c == '-');
            (word ? lexicon.words : lexicon.signs).put(word ? term.toLowerCase(Locale.ROOT) : term, valence);
        }
        lexicon.addRated("slang.tsv", lexicon.words);
        for (String line : lines("emoji-names.tsv")) {
            int tab = line.indexOf('\t');
            lexicon.addEmoji(line.substring(0, tab), line.substring(tab + 1));
        }
        lexicon.addRated("emotes.tsv", lexicon.signs);
        lexicon.addRated("emoji.tsv", lexicon.signs);
        return lexicon;
    }

    /** An emoji says what the rated words of its name say together; without any it says nothing. */
    private void addEmoji(String emoji, String name) {
        double sum = 0;
        for (String word : name.split(" ", -1)) {
            sum += words.getOrDefault(word, 0.0);
        }
        longestEmoji = Math.max(longestEmoji, emoji.length());
        if (sum != 0) {
            signs.put(emoji, Math.clamp(sum, -3, 3));
        }
    }

    private void addRated(String file, Map<String, Double> terms) {
        for (String line : lines(file)) {
            if (!line.isBlank() && !line.startsWith("# ")) {
                int tab = line.indexOf('\t');
                double valence = Double.parseDouble(line.substring(0, tab));
                for (String term : line.substring(tab + 1).split(" ", -1)) {
                    terms.put(term, valence);
                }
            }
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = Lexicon.class.getResourceAsStream(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The lexicon's file " + file + " cannot be read", e);
        }
    }

    /** The valence of an emote, emoji or emoticon exactly as it is written, or {@link #UNKNOWN}. */
    double sign(String term) {
        return signs.getOrDefault(term, UNKNOWN);
    }

    /** The valence of a word in lower case: as it is, its stretched letters squeezed, or as laughter; or {@link #UNKNOWN}. */
    double word(String word) {
        double valence = words.getOrDefault(word, UNKNOWN);
        if (Double.isNaN(valence) && word.length() > 3) {
            String squeezed = Reading.squeeze(word, 2);
            valence = words.getOrDefault(squeezed, UNKNOWN);
            if (Double.isNaN(valence) && !squeezed.equals(word)) {
                valence = words.getOrDefault(Reading.squeeze(word, 1), UNKNOWN);
            }
            if (Double.isNaN(valence) && laughter(word)) {
                valence = words.get("haha");
            }
        }
        return valence;
    }

    /**
     * The valence of a channel's own emote by what its name says, or {@link #UNKNOWN}. Such a code is the channel's prefix in lower
     * case and digits, then the name with a capital: {@code lionHug}, {@code abc1Sad}.
     */
    double emoteByName(String code) {
        int from = 0;
        while (from < code.length()
                && (Character.isLowerCase(code.charAt(from)) || Character.isDigit(code.charAt(from)))) {
            from++;
        }
        if (from < 3 || from == code.length() || !Character.isUpperCase(code.charAt(from))) {
            return UNKNOWN;
        }
        for (int i = from; i < code.length(); i++) {
            if (!Character.isLetterOrDigit(code.charAt(i))) {
                return UNKNOWN;
            }
        }
        double sum = 0;
        boolean found = false;
        while (from < code.length()) {
            int to = from + 1;
            while (to < code.length() && !Character.isUpperCase(code.charAt(to))) {
                to++;
            }
            String name = code.substring(from, to);
            double valence = sign(name);
            if (Double.isNaN(valence)) {
                valence = word(withoutDigits(name.toLowerCase(Locale.ROOT)));
            }
            if (!Double.isNaN(valence)) {
                sum += valence;
                found = true;
            }
            from = to;
        }
        return found ? Math.clamp(sum, -3, 3) : UNKNOWN;
    }

    private static String withoutDigits(String name) {
        int to = name.length();
        while (to > 0 && Character.isDigit(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(0, to);
    }

    /** Four letters or more out of h and one vowel, j and a, or only k: hahahah, hehehe, jajaja, kkkk. */
    private static boolean laughter(String word) {
        int first = word.charAt(0);
        if (first == 'k') {
            return word.chars().allMatch(c -> c == 'k');
        }
        int consonant = first == 'h' || first == 'j' ? first : word.charAt(1);
        int vowel = first == consonant ? word.charAt(1) : first;
        if ((consonant != 'h' && consonant != 'j') || "aeio".indexOf(vowel) < 0) {
            return false;
        }
        int changes = 0;
        for (int i = 1; i < word.length(); i++) {
            int c = word.charAt(i);
            if (c != consonant && c != vowel) {
                return false;
            }
            if (c != word.charAt(i - 1)) {
                changes++;
            }
        }
        return changes >= 3;
    }

    /** How many chars of the text from there on are one emoji that the lexicon rates, the longest; 0 for none. */
    int emojiAt(String text, int from) {
        if (text.charAt(from) < 0x2000) {
            return 0;
        }
        for (int length = Math.min(longestEmoji, text.length() - from); length > 0; length--) {
            if (signs.containsKey(text.substring(from, from + length))) {
                return length;
            }
        }
        return 0;
    }
}
