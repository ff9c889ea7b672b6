package io.engage.figures.comments;

import io.engage.figures.log.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The popular words of a sliding window. The count of a word is the sum over users of min(3, that user's comments in the window that hold it), so
 * that one user who writes the same again and again is not the audience.
 *
 * <p>Example: of "gg", "gg wp", "gg", "gg gg" by Ann and "gg" by Bob, "gg" counts 3 + 1 = 4, and "wp" 1.
 *
 * <p>Two words in a row are a phrase when they stand together more often than chance: in at least 3 counts, and with a likelihood ratio G² (Dunning,
 * Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics 19(1), 1993) above 10.83, the value that chance
 * passes once in a thousand. A phrase is one entry: a word that at least half of the time stands in it is not listed beside it.
 *
 * <p>Above 10,000 distinct words (or pairs of words) those that were said least are forgotten, until half are left: from then on a count may be too
 * low by what was forgotten of it.
 */
final class WordWindow {
    static final int MAX_WORDS = 10_000;

    private static final int PER_USER = 3;
    private static final int MIN_PHRASE = 3;
    private static final double MIN_RATIO = 10.83;

    private final Map<String, Entry> words = new HashMap<>();
    private final Map<String, Entry> phrases = new HashMap<>();
    private final PairCounts byUser = new PairCounts();
    private final List<Entry> resolved = new ArrayList<>();
    private long comment;
    private int comments;
    private long nextId = 1;

    /** A word or a pair of words. */
    static final class Entry {
        /** Null once it is forgotten: then comments in the window still hold it, and nothing else. */
        String text;

        Entry first;
        Entry second;
        final long id;
        /** The sum over users of min(3, comments). */
        int count;
        /** In how many comments it is. */
        int comments;
        /** How many comments hold it that are in the window or were not there yet. */
        int held;
        /** The last comment that was found to hold it. */
        long seenIn;

        Entry(String text, Entry first, Entry second, long id) {
            this.text = text;
            this.first = first;
            this.second = second;
            this.id = id;
        }
    }

    /**
     * The entries of the words of a comment and of those that stand side by side, each once; they count only after {@link #enter}. Good until the next
     * call.
     */
    List<Entry> resolve(Words found) {
        resolved.clear();
        comment++;
        Entry before = null;
        for (int i = 0; i < found.size(); i++) {
            Entry word = words.computeIfAbsent(found.word(i), text -> new Entry(text, null, null, nextId++));
            note(word);
            if (before != null && found.behind(i) && before != word) {
                Entry first = before;
                note(phrases.computeIfAbsent(
                        first.text + ' ' + word.text, text -> new Entry(text, first, word, nextId++)));
            }
            before = word;
        }
        return resolved;
    }

    private void note(Entry entry) {
        if (entry.seenIn != comment) {
            entry.seenIn = comment;
            entry.held++;
            resolved.add(entry);
        }
    }

    /** A comment with these entries comes into the window. */
    void enter(long user, Entry[] entries, int from, int to) {
        comments++;
        for (int i = from; i < to; i++) {
            Entry entry = entries[i];
            entry.comments++;
            if (byUser.increment(Fingerprint.within(user, entry.id)) <= PER_USER) {
                entry.count++;
            }
        }
        if (words.size() > MAX_WORDS) {
            forgetRarest(words);
        }
        if (phrases.size() > MAX_WORDS) {
            forgetRarest(phrases);
        }
    }

    /** A comment with these entries leaves the window. */
    void leave(long user, Entry[] entries, int from, int to) {
        comments--;
        for (int i = from; i < to; i++) {
            Entry entry = entries[i];
            int before = byUser.decrement(Fingerprint.within(user, entry.id));
            if (before > 0 && before <= PER_USER) {
                entry.count--;
            }
            entry.comments--;
            if (--entry.held == 0 && entry.text != null) {
                (entry.first == null ? words : phrases).remove(entry.text, entry);
            }
        }
    }

    private static void forgetRarest(Map<String, Entry> entries) {
        for (int count = 1; entries.size() > MAX_WORDS / 2; count++) {
            int rare = count;
            entries.values().removeIf(entry -> {
                if (entry.comments > rare) {
                    return false;
                }
                entry.text = null;
                return true;
            });
        }
    }

    /** The most popular words and phrases, the commonest first; of equal counts phrases before words, then by the alphabet. */
    List<WordCount> top(int most) {
        List<Entry> joined = new ArrayList<>();
        for (Entry phrase : phrases.values()) {
            if (phrase.count >= MIN_PHRASE && standTogether(phrase)) {
                joined.add(phrase);
            }
        }
        Set<Entry> hidden = new HashSet<>();
        for (Entry phrase : joined) {
            for (Entry part : List.of(phrase.first, phrase.second)) {
                if (2 * phrase.count >= part.count) {
                    hidden.add(part);
                }
            }
        }
        Comparator<Entry> commonestFirst = Comparator.<Entry>comparingInt(entry -> -entry.count)
                .thenComparing(entry -> entry.first == null)
                .thenComparing(entry -> entry.text);
        joined.sort(commonestFirst);
        List<Entry> best = new ArrayList<>(joined.subList(0, Math.min(most, joined.size())));
        int least = 1;
        for (Iterator<Entry> all = words.values().iterator(); all.hasNext(); ) {
            Entry word = all.next();
            if (word.count >= least && !hidden.contains(word)) {
                best.add(word);
                if (best.size() >= 8 * most) {
                    best.sort(commonestFirst);
                    best.subList(most, best.size()).clear();
                    least = Math.max(1, best.getLast().count);
                }
            }
        }
        best.sort(commonestFirst);
        return best.stream()
                .limit(most)
                .map(entry -> new WordCount(entry.text, entry.count))
                .toList();
    }

    private boolean standTogether(Entry phrase) {
        double together = phrase.comments;
        double first = phrase.first.comments;
        double second = phrase.second.comments;
        double all = Math.max(comments, Math.max(first, second));
        if (together * all <= first * second) {
            return false;
        }
        double neither = all - first - second + together;
        double ratio = 2
                * (logged(together)
                        + logged(first - together)
                        + logged(second - together)
                        + logged(neither)
                        - logged(first)
                        - logged(all - first)
                        - logged(second)
                        - logged(all - second)
                        + logged(all));
        return ratio > MIN_RATIO;
    }

    /** k·ln k, of which G² is a sum; 0 for none. */
    private static double logged(double k) {
        return k <= 0 ? 0 : k * Math.log(k);
    }

    /** How many comments are in the window. */
    int comments() {
        return comments;
    }

    int distinctWords() {
        return words.size();
    }
}
