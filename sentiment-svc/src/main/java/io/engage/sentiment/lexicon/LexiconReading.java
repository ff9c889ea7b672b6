package io.engage.sentiment.lexicon;

import io.engage.sentiment.lexicon.Terms.Term;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the terms of a comment say together, by the rules of VADER (Hutto and Gilbert, ICWSM 2014): a booster in the three words before
 * strengthens or weakens, a negation there turns, capitals among small letters and exclamation marks strengthen, "but" shifts the weight to what follows it.
 * The constants are theirs, each measured on people's ratings. Signs (emotes, emoji) count as they are.
 */
public final class LexiconReading {
    private static final double BOOST = 0.293;
    private static final double SHOUT = 0.733;
    private static final double TURN = -0.74;
    private static final double EXCLAMATION = 0.292;
    private static final int MAX_EXCLAMATIONS = 4;
    private static final double QUESTION = 0.18;
    private static final double MANY_QUESTIONS = 0.96;
    private static final double NORMAL = 15;
    private static final double[] DISTANCE = {1, 0.95, 0.9};

    private static final Set<String> NEGATIONS = Set.of(
            "aint",
            "arent",
            "cannot",
            "cant",
            "couldnt",
            "darent",
            "didnt",
            "doesnt",
            "dont",
            "hadnt",
            "hasnt",
            "havent",
            "isnt",
            "mightnt",
            "mustnt",
            "neither",
            "neednt",
            "never",
            "none",
            "nope",
            "nor",
            "not",
            "nothing",
            "nowhere",
            "oughtnt",
            "shant",
            "shouldnt",
            "uhuh",
            "wasnt",
            "werent",
            "without",
            "wont",
            "wouldnt",
            "rarely",
            "seldom",
            "despite");

    private static final Set<String> STRONGER = Set.of(
            "absolutely",
            "amazingly",
            "awfully",
            "completely",
            "considerably",
            "decidedly",
            "deeply",
            "effing",
            "enormously",
            "entirely",
            "especially",
            "exceptionally",
            "extremely",
            "fabulously",
            "flipping",
            "flippin",
            "fricking",
            "frickin",
            "frigging",
            "friggin",
            "fucking",
            "fuckin",
            "fully",
            "greatly",
            "hella",
            "highly",
            "hugely",
            "incredibly",
            "intensely",
            "majorly",
            "more",
            "most",
            "particularly",
            "purely",
            "quite",
            "really",
            "remarkably",
            "so",
            "substantially",
            "super",
            "thoroughly",
            "totally",
            "tremendously",
            "uber",
            "unbelievably",
            "unusually",
            "utterly",
            "very",
            "mega",
            "hyper",
            "legit",
            "literally",
            "damn",
            "freaking",
            "freakin",
            "soo",
            "sooo");

    private static final Set<String> WEAKER = Set.of(
            "almost",
            "barely",
            "hardly",
            "kinda",
            "kindof",
            "kind-of",
            "less",
            "little",
            "marginally",
            "occasionally",
            "partly",
            "scarcely",
            "slightly",
            "somewhat",
            "sorta",
            "sortof",
            "sort-of",
            "somehow");

    /** Phrases that say something else than their words: what the last of their words says then. */
    private static final Map<String, Double> PHRASES = Map.ofEntries(
            Map.entry("the shit", 3.0),
            Map.entry("the bomb", 3.0),
            Map.entry("bad ass", 1.5),
            Map.entry("yeah right", -2.0),
            Map.entry("kiss of death", -1.5),
            Map.entry("to die for", 3.0),
            Map.entry("cut the mustard", 2.0),
            Map.entry("hand to mouth", -2.0),
            Map.entry("good luck", 2.0),
            Map.entry("no problem", 1.5),
            Map.entry("no worries", 1.5),
            Map.entry("no doubt", 1.0),
            Map.entry("oh no", -1.8),
            Map.entry("oh god", -1.0),
            Map.entry("oh dear", -1.2));

    /** Words that say nothing when the second of the pair follows them. */
    private static final Set<String> EMPTY = Set.of(
            "based on", "kind of", "sort of", "like a", "like to", "like that", "like this", "valid for", "well as");

    private static final Set<String> SWEARS = Set.of("ass", "crap", "damn", "damned", "hell", "wtf");
    private static final List<String> SWEAR_STEMS = List.of("fuck", "shit", "piss", "bitch");

    private final Lexicon lexicon;

    public LexiconReading(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * What was read.
     *
     * @param sum of the valences after all rules, including punctuation
     * @param positive the sum of those above zero
     * @param negative the sum of those below zero, as a negative number
     * @param strongest the one farthest from zero
     * @param words how many rated words it has
     * @param signs how many rated emotes, emoji and emoticons it has
     * @param swears how many swear words it has, rated or not
     * @param terms how many terms in all
     */
    public record Reading(
            double sum,
            double positive,
            double negative,
            double strongest,
            int words,
            int signs,
            int swears,
            int terms) {
        /** The sum brought into (-1, 1), as VADER does: sum / √(sum² + 15). */
        public double compound() {
            return sum / Math.sqrt(sum * sum + NORMAL);
        }

        /** Whether anything in it is rated. */
        public boolean rated() {
            return words + signs > 0;
        }
    }

    /** Whether the lexicon rates this word, given in lower case. */
    public boolean rates(String word) {
        return !Double.isNaN(lexicon.word(word));
    }

    /** Reads a text. */
    public Reading read(String text) {
        return read(text, true);
    }

    /**
     * Reads a text.
     *
     * @param words whether its words count; else its emotes, emoji and emoticons only
     */
    public Reading read(String text, boolean words) {
        List<Term> terms = Terms.of(text, lexicon);
        double[] valences = new double[terms.size()];
        boolean emphasis = shoutsHereAndThere(terms);
        int but = -1;
        int ratedWords = 0;
        int ratedSigns = 0;
        int swears = 0;
        for (int i = 0; i < valences.length; i++) {
            Term term = terms.get(i);
            if (words && swears(term.form())) {
                swears++;
            }
            if (term.form().equals("but")) {
                but = i;
            } else if (term.sign() && term.rated()) {
                valences[i] = term.valence();
                ratedSigns++;
            } else if (words && term.rated() && !empty(terms, i)) {
                valences[i] = inContext(terms, i, emphasis);
                ratedWords++;
            }
        }
        double sum = 0;
        double positive = 0;
        double negative = 0;
        double strongest = 0;
        int repeats = 0;
        for (int i = 0; i < valences.length; i++) {
            double valence = valences[i] * (but < 0 || terms.get(i).sign() ? 1 : i < but ? 0.5 : 1.5);
            // A row of the same emote is one feeling that grows more and more slowly.
            repeats = i > 0
                            && terms.get(i).sign()
                            && terms.get(i).form().equals(terms.get(i - 1).form())
                    ? repeats + 1
                    : 0;
            valence /= 1 << Math.min(repeats, 30);
            sum += valence;
            if (valence > 0) {
                positive += valence;
            } else {
                negative += valence;
            }
            if (Math.abs(valence) > Math.abs(strongest)) {
                strongest = valence;
            }
        }
        sum += Math.signum(sum) * punctuation(text);
        return new Reading(sum, positive, negative, strongest, ratedWords, ratedSigns, swears, valences.length);
    }

    private static boolean swears(String form) {
        return SWEARS.contains(form) || SWEAR_STEMS.stream().anyMatch(form::startsWith);
    }

    private static boolean shoutsHereAndThere(List<Term> terms) {
        int shouted = 0;
        int words = 0;
        for (Term term : terms) {
            if (!term.sign()) {
                words++;
                shouted += term.shouted() ? 1 : 0;
            }
        }
        return shouted > 0 && shouted < words;
    }

    private static boolean empty(List<Term> terms, int i) {
        Term term = terms.get(i);
        // "no" before a rated word is its negation.
        return i + 1 < terms.size()
                && (EMPTY.contains(term.form() + " " + terms.get(i + 1).form())
                        || (term.form().equals("no")
                                && !terms.get(i + 1).sign()
                                && terms.get(i + 1).rated()));
    }

    private static double inContext(List<Term> terms, int at, boolean emphasis) {
        Term term = terms.get(at);
        Double phrase = phrase(terms, at);
        if (phrase != null) {
            return phrase;
        }
        double valence = term.valence();
        if (emphasis && term.shouted()) {
            valence += Math.signum(valence) * SHOUT;
        }
        boolean turned = false;
        for (int distance = 0; distance < DISTANCE.length && at - 1 - distance >= 0; distance++) {
            Term before = terms.get(at - 1 - distance);
            if (before.sign()) {
                break;
            }
            double boost = boost(before.form());
            if (boost != 0) {
                double strength = emphasis && before.shouted() ? boost + Math.signum(boost) * SHOUT : boost;
                valence += Math.signum(valence) * strength * DISTANCE[distance];
            }
            turned |= negates(terms, at - 1 - distance, at);
        }
        return turned ? valence * TURN : valence;
    }

    private static Double phrase(List<Term> terms, int at) {
        String last = terms.get(at).form();
        if (at >= 2) {
            Double three = PHRASES.get(
                    terms.get(at - 2).form() + " " + terms.get(at - 1).form() + " " + last);
            if (three != null) {
                return three;
            }
        }
        return at >= 1 ? PHRASES.get(terms.get(at - 1).form() + " " + last) : null;
    }

    private static double boost(String form) {
        return STRONGER.contains(form) ? BOOST : WEAKER.contains(form) ? -BOOST : 0;
    }

    private static boolean negates(List<Term> terms, int at, int rated) {
        String form = terms.get(at).form();
        if (form.equals("never")
                && at + 1 < rated
                && Set.of("so", "this").contains(terms.get(at + 1).form())) {
            return false;
        }
        if (form.equals("no") || form.equals("least")) {
            return at == rated - 1
                    && !(form.equals("least")
                            && at > 0
                            && Set.of("at", "very").contains(terms.get(at - 1).form()));
        }
        return form.endsWith("n't") || NEGATIONS.contains(form);
    }

    private static double punctuation(String text) {
        int exclamations = 0;
        int questions = 0;
        for (int i = 0; i < text.length(); i++) {
            exclamations += text.charAt(i) == '!' ? 1 : 0;
            questions += text.charAt(i) == '?' ? 1 : 0;
        }
        double asked = questions > 3 ? MANY_QUESTIONS : questions > 1 ? questions * QUESTION : 0;
        return Math.min(exclamations, MAX_EXCLAMATIONS) * EXCLAMATION + asked;
    }
}
