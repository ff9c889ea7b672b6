package io.engage.sentiment.scoring;

import io.engage.sentiment.lexicon.Lexicon;
import io.engage.sentiment.lexicon.LexiconReading;
import io.engage.sentiment.network.BinaryTree;
import io.engage.sentiment.network.Network;
import io.engage.sentiment.network.Reading;

/**
 * What there is to say about a comment's feeling, as numbers: from the lexicon with its rules, and from the network over a balanced
 * tree. {@link ChatScorer} weighs them.
 */
@SuppressWarnings("EnumOrdinal") // the clues are the columns of a vector
public final class Evidence {
    /** The names of the numbers, in their order. */
    public enum Clue {
        /** 1. */
        CONSTANT,
        /** The lexicon's sum of valences, brought into (-1, 1) as VADER does. */
        COMPOUND,
        /** The same, nearer to ±1 with less. */
        SATURATED,
        /** The lexicon's sum of valences, cut at ±8. */
        SUM,
        /** The sum of the valences above zero, cut at 8. */
        POSITIVE,
        /** The sum of those below zero, cut at -8. */
        NEGATIVE,
        /** The valence farthest from zero. */
        STRONGEST,
        /** The mean valence of what is rated. */
        MEAN,
        /** What the network says, from -2 to 2, times the share of words that it knows. */
        NETWORK,
        /** The same times the strength of {@link #COMPOUND}. */
        NETWORK_BESIDE_LEXICON,
        /** What the network says of each word alone, added up. */
        LEAVES,
        /** The lowest that it says of one word. */
        WORST_LEAF,
        /** The highest that it says of one word. */
        BEST_LEAF,
        /** Exclamation marks, at most 4. */
        EXCLAMATIONS,
        /** 1 if it asks. */
        QUESTION,
        /** {@link #COMPOUND} if it asks. */
        COMPOUND_ASKED,
        /** {@link #COMPOUND} if it has a link: it rather informs. */
        COMPOUND_LINKED,
        /** {@link #COMPOUND} times ln(1 + terms): the same words say less in a long text. */
        COMPOUND_LENGTH,
        /** {@link #COMPOUND} if it has an emote, emoji or emoticon. */
        COMPOUND_SIGNED,
        /** Swear words, at most 2: they sour a text beyond what each says. */
        SWEARS
    }

    private static final int COUNT = Clue.values().length;
    private static final double MAX_SUM = 8;
    private static final int MAX_EXCLAMATIONS = 4;
    private static final int MAX_SWEARS = 2;
    private static final double SATURATION = 3;
    private static final double NEUTRAL = 2;

    /** With fewer of its words known, a comment is taken to be in another language. */
    private static final double MIN_KNOWN = 0.4;

    private static final int MIN_WORDS = 4;

    private final Reading reading;
    private final LexiconReading lexicon;
    private final Network network;

    public Evidence(Network network, Lexicon lexicon) {
        this.network = network;
        this.reading = new Reading(network);
        this.lexicon = new LexiconReading(lexicon);
    }

    /** The clues in a text, or null when there are none. */
    public double[] clues(String written) {
        String text = unescaped(written);
        Reading.Words words = reading.read(text);
        int letters = words.known() + words.strangers().size();
        double share = letters == 0 ? 0 : (double) words.known() / letters;
        long understood = words.known()
                + words.strangers().stream().filter(lexicon::rates).count();
        boolean foreign = letters >= MIN_WORDS && understood < MIN_KNOWN * letters;
        LexiconReading.Reading said = lexicon.read(text, !foreign);
        boolean readable = words.known() > 0 && share >= MIN_KNOWN;
        if (!said.rated() && !readable) {
            return null;
        }
        double compound = said.compound();
        double[] clues = new double[COUNT];
        set(clues, Clue.CONSTANT, 1);
        set(clues, Clue.COMPOUND, compound);
        set(clues, Clue.SATURATED, said.sum() / Math.sqrt(said.sum() * said.sum() + SATURATION));
        set(clues, Clue.SUM, Math.clamp(said.sum(), -MAX_SUM, MAX_SUM));
        set(clues, Clue.POSITIVE, Math.min(said.positive(), MAX_SUM));
        set(clues, Clue.NEGATIVE, Math.max(said.negative(), -MAX_SUM));
        set(clues, Clue.STRONGEST, said.strongest());
        set(clues, Clue.MEAN, said.rated() ? Math.clamp(said.sum() / (said.words() + said.signs()), -4, 4) : 0);
        if (readable) {
            double felt = (network.expectation(BinaryTree.balanced(words.words())) - NEUTRAL) * share;
            set(clues, Clue.NETWORK, felt);
            set(clues, Clue.NETWORK_BESIDE_LEXICON, felt * Math.abs(compound));
            addLeaves(clues, words.words());
        }
        set(
                clues,
                Clue.EXCLAMATIONS,
                (double) Math.min(MAX_EXCLAMATIONS, text.chars().filter(c -> c == '!').count()));
        if (text.indexOf('?') >= 0) {
            set(clues, Clue.QUESTION, 1);
            set(clues, Clue.COMPOUND_ASKED, compound);
        }
        if (text.contains("://")) {
            set(clues, Clue.COMPOUND_LINKED, compound);
        }
        set(clues, Clue.COMPOUND_LENGTH, compound * Math.log1p(said.terms()));
        set(clues, Clue.COMPOUND_SIGNED, said.signs() > 0 ? compound : 0);
        set(clues, Clue.SWEARS, Math.min(MAX_SWEARS, said.swears()));
        return clues;
    }

    /** Some chats and logs hand texts on as HTML would have them, where even a heart begins with an entity. */
    private static String unescaped(String text) {
        return text.indexOf('&') < 0 || text.indexOf(';') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&");
    }

    private void addLeaves(double[] clues, int[] words) {
        double sum = 0;
        double worst = 0;
        double best = 0;
        for (int word : words) {
            if (word != Network.UNKNOWN) {
                double felt = network.expectation(word) - NEUTRAL;
                sum += felt;
                worst = Math.min(worst, felt);
                best = Math.max(best, felt);
            }
        }
        set(clues, Clue.LEAVES, Math.clamp(sum, -MAX_SUM, MAX_SUM));
        set(clues, Clue.WORST_LEAF, worst);
        set(clues, Clue.BEST_LEAF, best);
    }

    private static void set(double[] clues, Clue clue, double value) {
        clues[clue.ordinal()] = value;
    }
}
