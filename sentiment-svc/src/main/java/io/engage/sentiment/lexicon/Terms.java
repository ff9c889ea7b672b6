package io.engage.sentiment.lexicon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A comment as a list of terms: words, emotes, emoticons and emoji. Links and mentions are left out; punctuation is taken off words, but not off
 * emoticons.
 */
final class Terms {
    /**
     * One term.
     *
     * @param form a word in lower case; a sign as it is written
     * @param shouted whether it is all capitals
     * @param sign whether it is an emote, emoji or emoticon; such a term shows a feeling by itself, no rule of grammar changes it
     * @param valence what it says by itself; {@link Lexicon#UNKNOWN} when the lexicon does not know
     */
    record Term(String form, boolean shouted, boolean sign, double valence) {
        boolean rated() {
            return !Double.isNaN(valence);
        }
    }

    private final Lexicon lexicon;
    private final List<Term> terms = new ArrayList<>();

    private Terms(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    static List<Term> of(String text, Lexicon lexicon) {
        Terms terms = new Terms(lexicon);
        int length = text.length();
        int from = 0;
        while (from < length) {
            if (Character.isWhitespace(text.charAt(from))) {
                from++;
                continue;
            }
            int to = from + 1;
            while (to < length && !Character.isWhitespace(text.charAt(to))) {
                to++;
            }
            terms.addChunk(text.substring(from, to).replace('’', '\''));
            from = to;
        }
        return terms.terms;
    }

    private void addChunk(String chunk) {
        if (addSign(chunk) || isAddress(chunk)) {
            return;
        }
        int begin = 0;
        for (int i = 0; i < chunk.length(); ) {
            int emoji = lexicon.emojiAt(chunk, i);
            if (emoji > 0) {
                addWords(chunk, begin, i);
                addSign(chunk.substring(i, i + emoji));
                i += emoji;
                begin = i;
            } else {
                i += Character.charCount(chunk.codePointAt(i));
            }
        }
        addWords(chunk, begin, chunk.length());
    }

    private boolean addSign(String form) {
        double valence = lexicon.sign(form);
        if (Double.isNaN(valence)) {
            return false;
        }
        terms.add(new Term(form, false, true, valence));
        return true;
    }

    /** Adds what stands between the punctuation; an emoticon right behind a word is found, too. */
    private void addWords(String chunk, int from, int to) {
        int at = from;
        while (at < to) {
            while (at < to && !isWordPart(chunk.charAt(at))) {
                if (!Character.isLetterOrDigit(chunk.charAt(at)) && at > from && addSign(chunk.substring(at, to))) {
                    return;
                }
                at++;
            }
            int begin = at;
            while (at < to && isWordPart(chunk.charAt(at))) {
                at++;
            }
            int end = at;
            while (end > begin && isJoiner(chunk.charAt(end - 1))) {
                end--;
            }
            while (begin < end && isJoiner(chunk.charAt(begin))) {
                begin++;
            }
            if (begin < end) {
                addWord(chunk.substring(begin, end));
            }
        }
    }

    private void addWord(String word) {
        double sign = lexicon.sign(word);
        if (!Double.isNaN(sign)) {
            terms.add(new Term(word, false, true, sign));
            return;
        }
        String form = word.toLowerCase(Locale.ROOT);
        double valence = lexicon.word(form);
        if (Double.isNaN(valence)) {
            double emote = lexicon.emoteByName(word);
            if (!Double.isNaN(emote)) {
                terms.add(new Term(word, false, true, emote));
                return;
            }
            int hyphen = form.indexOf('-');
            if (hyphen > 0) {
                addWord(word.substring(0, hyphen));
                if (hyphen + 1 < word.length()) {
                    addWord(word.substring(hyphen + 1));
                }
                return;
            }
        }
        terms.add(new Term(form, isShouted(word), false, valence));
    }

    private static boolean isAddress(String chunk) {
        return (chunk.startsWith("@") && chunk.length() > 1) || chunk.contains("://") || chunk.startsWith("www.");
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || isJoiner(c) || c == '*' || c == '$' || Character.isSurrogate(c);
    }

    private static boolean isJoiner(char c) {
        return c == '\'' || c == '-' || c == '_';
    }

    private static boolean isShouted(String word) {
        boolean letters = false;
        for (int i = 0; i < word.length(); i++) {
            if (Character.isLowerCase(word.charAt(i))) {
                return false;
            }
            letters |= Character.isUpperCase(word.charAt(i));
        }
        return letters && word.length() > 1;
    }
}
