package io.engage.bench.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A text that people have rated.
 *
 * @param rating from -4 (very negative) to +4 (very positive)
 */
record RatedText(double rating, String text) {
    private static final int HELD_OUT = 1_000;
    private static final long SEED = 20_261_126;

    /** The tweets that weights may be fitted on: all but the held-out thousand. */
    static List<RatedText> forFitting() {
        List<RatedText> tweets = shuffledTweets();
        return tweets.subList(HELD_OUT, tweets.size());
    }

    /** The thousand tweets that nothing is fitted on. */
    static List<RatedText> heldOut() {
        return shuffledTweets().subList(0, HELD_OUT);
    }

    /** The rated chat, that nothing is fitted on; its ratings brought from 0…4 to −4…+4. */
    static List<RatedText> chat() {
        return lines("chat-rated.tsv").stream()
                .map(line -> line.split("\t", 4))
                .map(cells -> new RatedText((Double.parseDouble(cells[0]) - 2) * 2, cells[3]))
                .toList();
    }

    private static List<RatedText> shuffledTweets() {
        List<RatedText> tweets = new ArrayList<>();
        for (String line : lines("tweets-rated.tsv")) {
            int tab = line.indexOf('\t');
            tweets.add(new RatedText(Double.parseDouble(line.substring(0, tab)), line.substring(tab + 1)));
        }
        Collections.shuffle(tweets, new Random(SEED));
        return tweets;
    }

    private static List<String> lines(String file) {
        try (InputStream in = RatedText.class.getResourceAsStream("/rated/" + file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("# ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The rated texts " + file + " cannot be read", e);
        }
    }
}
