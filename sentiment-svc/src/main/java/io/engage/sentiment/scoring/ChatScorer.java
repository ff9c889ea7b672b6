package io.engage.sentiment.scoring;

import io.engage.sentiment.lexicon.Lexicon;
import io.engage.sentiment.network.NetworkFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The scorer made for chat: weighs what the lexicon and the network say. The weights were fitted on texts that many people have
 * rated, so that a score is the rating that people would give on average. Safe for many threads.
 */
public final class ChatScorer implements Scorer {
    private static final String WEIGHTS = "chat-weights.properties";
    private static final double MAX_RATING = 4;

    private final Evidence evidence;
    private final double[] weights;

    public ChatScorer() {
        this(new Evidence(NetworkFile.load(), Lexicon.load()), weights());
    }

    private ChatScorer(Evidence evidence, double[] weights) {
        this.evidence = evidence;
        this.weights = weights;
    }

    @SuppressWarnings("EnumOrdinal") // the columns of the clues
    private static double[] weights() {
        Properties properties = new Properties();
        try (InputStream in = ChatScorer.class.getResourceAsStream(WEIGHTS)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The weights of the chat scorer cannot be read", e);
        }
        Evidence.Clue[] clues = Evidence.Clue.values();
        double[] weights = new double[clues.length];
        for (Evidence.Clue clue : clues) {
            String weight = properties.getProperty(clue.name());
            if (weight == null) {
                throw new IllegalStateException(WEIGHTS + " lacks " + clue + ": fit the weights anew");
            }
            weights[clue.ordinal()] = Double.parseDouble(weight);
        }
        return weights;
    }

    @Override
    public double score(String text) {
        double[] clues = evidence.clues(text);
        if (clues == null) {
            return UNSCORED;
        }
        double rating = 0;
        for (int i = 0; i < weights.length; i++) {
            rating += weights[i] * clues[i];
        }
        return 2 + Math.clamp(rating, -MAX_RATING, MAX_RATING) / 2;
    }
}
