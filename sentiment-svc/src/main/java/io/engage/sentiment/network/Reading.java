package io.engage.sentiment.network;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.process.CoreLabelTokenFactory;
import edu.stanford.nlp.process.PTBTokenizer;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a comment as the network's words: CoreNLP's tokenizer, and for what the network does not know in the form it is written,
 * the next form that it knows.
 *
 * <p>The network was trained on film reviews and is case sensitive. "GREAT", "greaaaat", "#great" are all unknown to it as they
 * stand; read as "great" they are not.
 */
public final class Reading {
    /** What follows is not read: it bounds the time that one comment takes. */
    static final int MAX_TOKENS = 96;

    private final Network network;

    public Reading(Network network) {
        this.network = network;
    }

    /**
     * What was read.
     *
     * @param words the words by their index in the network
     * @param known how many words of letters the network knows
     * @param strangers the words of letters that it does not, in lower case
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one comment; never compared
    public record Words(int[] words, int known, List<String> strangers) {}

    /** Reads a text. */
    public Words read(String text) {
        PTBTokenizer<CoreLabel> tokens =
                new PTBTokenizer<>(new StringReader(text), new CoreLabelTokenFactory(), "untokenizable=noneKeep");
        int[] words = new int[16];
        int count = 0;
        int known = 0;
        List<String> strangers = new ArrayList<>();
        while (count < MAX_TOKENS && tokens.hasNext()) {
            String token = tokens.next().word();
            if (count == words.length) {
                words = Arrays.copyOf(words, 2 * count);
            }
            int word = word(token);
            words[count++] = word;
            if (isWord(token)) {
                if (word == Network.UNKNOWN) {
                    strangers.add(token.toLowerCase(Locale.ROOT));
                } else {
                    known++;
                }
            }
        }
        return new Words(Arrays.copyOf(words, count), known, strangers);
    }

    /** Whether it is made of letters; a link or a mention is not. */
    private static boolean isWord(String token) {
        int first = token.charAt(0) == '#' && token.length() > 1 ? 1 : 0;
        return Character.isLetter(token.codePointAt(first)) && !token.contains("://") && !token.startsWith("www.");
    }

    /** The word for a token: as it is, in lower case, without the hash sign, its stretched letters squeezed, capitalised. */
    int word(String token) {
        int word = network.word(token);
        if (word != Network.UNKNOWN) {
            return word;
        }
        String form = token.toLowerCase(Locale.ROOT);
        if (form.length() > 1 && form.charAt(0) == '#') {
            form = form.substring(1);
        }
        word = network.word(form);
        if (word == Network.UNKNOWN) {
            String twice = squeeze(form, 2);
            word = network.word(twice);
            if (word == Network.UNKNOWN && !twice.equals(form)) {
                word = network.word(squeeze(form, 1));
            }
        }
        if (word == Network.UNKNOWN && Character.isLowerCase(form.charAt(0))) {
            word = network.word(Character.toUpperCase(form.charAt(0)) + form.substring(1));
        }
        return word;
    }

    /** The text with each letter repeated more than twice shortened to that many times. */
    public static String squeeze(String text, int times) {
        int run = 0;
        StringBuilder squeezed = null;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && i > 0 && text.charAt(i) == text.charAt(i - 1)) {
                run++;
                continue;
            }
            if (run >= 2 && Character.isLetter(text.charAt(i - 1))) {
                if (squeezed == null) {
                    squeezed = new StringBuilder(text.length()).append(text, 0, i - run - 1);
                }
                for (int k = 0; k < times; k++) {
                    squeezed.append(text.charAt(i - 1));
                }
            } else if (squeezed != null && i > 0) {
                squeezed.append(text, i - run - 1, i);
            }
            run = 0;
        }
        return squeezed == null ? text : squeezed.toString();
    }
}
