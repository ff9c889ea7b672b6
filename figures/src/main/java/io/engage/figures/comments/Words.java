package io.engage.figures.comments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a comment, as they are counted: in small letters and compatibility form (NFKC), stretched words as the plain one ("soooo" = "so",
 * "goooood" = "good"); without stop words, links, mentions, commands to bots ("!uptime" at the beginning) and bare punctuation; emoji (without skin
 * tone) and common emoticons each a word of its own. A whole number keeps its sign: "+2" and "-2" are applause and its opposite in many chats.
 *
 * <p>Scripts that are written with spaces are cut at what is no letter, digit, mark, or an apostrophe or hyphen within a word; the others (Han, Kana,
 * Thai, Lao, Khmer, Burmese) by Java's Unicode word boundaries.
 *
 * <p>Example: {@code "SOOOO good!! 😂👍🏽 @anna https://x.example"} has the words "good", "😂", "👍". For one thread: it is used again for each comment.
 */
public final class Words {
    /** Longer words are left out: nobody could read them in a list. */
    static final int MAX_LENGTH = 32;

    private static final int LONGEST_NUMBER = 5;
    private static final int SHORTEST_STRETCH = 3;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;

    private static final Set<String> STOP_WORDS = list("stop-words.txt");
    private static final Set<String> WITH_DOUBLE_LETTERS = list("double-letters.txt");
    private static final Set<String> EMOTICONS = Set.of(
            ":)", ":(", ":D", ":d", ";)", ":P", ":p", ":O", ":o", ":/", ":|", "D:", "<3", "</3", ":3", ":-)", ":-(",
            ":-D", ";-)", ":'(", "^^", "^_^", "-_-", "o_o", "O_O", "o_O", "O_o", ">:(", "=)", "=(", "=D", ":*", "\\o/",
            "(:", "):");

    private final BreakIterator boundaries = BreakIterator.getWordInstance(Locale.ROOT);

    private final List<String> words = new ArrayList<>();
    private final BitSet behind = new BitSet();

    private String text;
    /** Whether nothing stood between the last word and the next but space. */
    private boolean adjacent;

    /** Reads a comment: its words are there until the next is read. */
    public void read(String comment) {
        text = isAscii(comment) ? comment : Normalizer.normalize(comment, Normalizer.Form.NFKC);
        words.clear();
        behind.clear();
        adjacent = false;
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
            readChunk(from, to);
            from = to;
        }
    }

    private void readChunk(int from, int to) {
        if (to - from <= 3 && EMOTICONS.contains(text.substring(from, to))) {
            hand(text.substring(from, to));
            return;
        }
        char first = text.charAt(from);
        boolean mention = first == '@' && to - from > 1;
        if (mention
                || text.startsWith("http://", from)
                || text.startsWith("https://", from)
                || text.startsWith("www.", from)
                || isCommand(from, to)) {
            adjacent = false;
            return;
        }
        if (isSignedNumber(from, to)) {
            hand(text.substring(from, to));
            return;
        }
        int at = from;
        while (at < to) {
            int c = text.codePointAt(at);
            if (isWordPart(c)) {
                int end = at;
                boolean spaceless = false;
                while (end < to) {
                    int part = text.codePointAt(end);
                    if (!isWordPart(part) && !joins(end, at, to)) {
                        break;
                    }
                    spaceless |= part > 0xE00 && isSpaceless(part);
                    end += Character.charCount(part);
                }
                if (spaceless) {
                    readSpaceless(at, end);
                } else {
                    word(text.substring(at, end));
                }
                at = end;
            } else if (c > 0xA8 && isEmoji(c)) {
                at = emoji(at, to);
            } else {
                adjacent = false;
                at += Character.charCount(c);
            }
        }
    }

    /** A comment that begins like this speaks to a bot and not to people. */
    private boolean isCommand(int from, int to) {
        return text.charAt(from) == '!'
                && to - from > 1
                && Character.isLetter(text.codePointAt(from + 1))
                && text.substring(0, from).isBlank();
    }

    private boolean isSignedNumber(int from, int to) {
        char sign = text.charAt(from);
        if ((sign != '+' && sign != '-') || to - from < 2 || to - from > LONGEST_NUMBER) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWordPart(int c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        }
        if (Character.isLetterOrDigit(c)) {
            return true;
        }
        int type = Character.getType(c);
        return (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK) && c != EMOJI_STYLE;
    }

    /** An apostrophe or a hyphen between two letters belongs to the word. */
    private boolean joins(int at, int from, int to) {
        char c = text.charAt(at);
        return (c == '\'' || c == '’' || c == '-')
                && at > from
                && at + 1 < to
                && Character.isLetter(text.codePointBefore(at))
                && Character.isLetter(text.codePointAt(at + 1));
    }

    private static boolean isSpaceless(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private void readSpaceless(int from, int to) {
        String part = text.substring(from, to);
        boundaries.setText(part);
        int begin = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; begin = end, end = boundaries.next()) {
            if (isWordPart(part.codePointAt(begin))) {
                word(part.substring(begin, end));
            }
        }
    }

    private void word(String written) {
        if (written.length() > 4 * MAX_LENGTH) {
            adjacent = false;
            return;
        }
        String word = written.toLowerCase(Locale.ROOT);
        if (word.indexOf('’') >= 0) {
            word = word.replace('’', '\'');
        }
        word = unstretched(word);
        if (word.length() > MAX_LENGTH || STOP_WORDS.contains(word)) {
            adjacent = false;
        } else {
            hand(word);
        }
    }

    /** How many words the comment has, repeated ones included. */
    int size() {
        return words.size();
    }

    /** A word, in the order of the comment. */
    String word(int index) {
        return words.get(index);
    }

    /** Whether a word stands right behind the one before it, with nothing left out between them. */
    boolean behind(int index) {
        return behind.get(index);
    }

    private void hand(String word) {
        behind.set(words.size(), adjacent);
        words.add(word);
        adjacent = true;
    }

    private static boolean isEmoji(int c) {
        return Character.isEmojiPresentation(c) || Character.isExtendedPictographic(c) || isFlagLetter(c);
    }

    private static boolean isFlagLetter(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }

    /** Hands on one emoji with all that is joined to it, and tells where it ends. */
    private int emoji(int from, int to) {
        StringBuilder word = new StringBuilder();
        int at = from;
        boolean more = true;
        while (more) {
            int c = text.codePointAt(at);
            word.appendCodePoint(c);
            at += Character.charCount(c);
            if (isFlagLetter(c) && word.length() == 2 && at < to && isFlagLetter(text.codePointAt(at))) {
                continue;
            }
            while (at < to && (text.codePointAt(at) == EMOJI_STYLE || isSkinTone(text.codePointAt(at)))) {
                at += Character.charCount(text.codePointAt(at));
            }
            more = at + 1 < to && text.codePointAt(at) == ZERO_WIDTH_JOINER;
            if (more) {
                word.appendCodePoint(ZERO_WIDTH_JOINER);
                at++;
            }
        }
        hand(word.toString());
        return at;
    }

    private static boolean isSkinTone(int c) {
        return c >= 0x1F3FB && c <= 0x1F3FF;
    }

    /**
     * A word without its stretching: three or more of the same letter in a row become one, or two where that makes a common word.
     */
    static String unstretched(String word) {
        int runs = 0;
        int[] starts = new int[4];
        int[] ends = new int[4];
        for (int i = 0; i < word.length(); ) {
            int end = i + 1;
            while (end < word.length() && word.charAt(end) == word.charAt(i)) {
                end++;
            }
            if (end - i >= SHORTEST_STRETCH && Character.isLetter(word.charAt(i))) {
                if (runs == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * runs);
                    ends = Arrays.copyOf(ends, 2 * runs);
                }
                starts[runs] = i;
                ends[runs++] = end;
            }
            i = end;
        }
        if (runs == 0) {
            return word;
        }
        if (runs <= 3) {
            for (int doubled = 1; doubled < 1 << runs; doubled++) {
                String form = shortened(word, starts, ends, runs, doubled);
                if (WITH_DOUBLE_LETTERS.contains(form)) {
                    return form;
                }
            }
        }
        return shortened(word, starts, ends, runs, 0);
    }

    /** @param doubled a bit for each run that keeps two letters */
    private static String shortened(String word, int[] starts, int[] ends, int runs, int doubled) {
        StringBuilder form = new StringBuilder(word.length());
        int from = 0;
        for (int run = 0; run < runs; run++) {
            form.append(word, from, starts[run] + ((doubled & 1 << run) != 0 ? 2 : 1));
            from = ends[run];
        }
        return form.append(word, from, word.length()).toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> list(String file) {
        try (InputStream in = Words.class.getResourceAsStream(file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Set<String> words = new HashSet<>();
            reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> words.addAll(Arrays.asList(line.split(" ", -1))));
            return Set.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
