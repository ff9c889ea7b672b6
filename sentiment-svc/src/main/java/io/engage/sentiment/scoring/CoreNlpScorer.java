package io.engage.sentiment.scoring;

import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.neural.rnn.RNNCoreAnnotations;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.sentiment.SentimentCoreAnnotations;
import edu.stanford.nlp.trees.Tree;
import edu.stanford.nlp.util.CoreMap;
import io.engage.sentiment.network.Network;
import io.engage.sentiment.network.NetworkFile;
import java.util.Properties;
import org.ejml.simple.SimpleMatrix;

/**
 * The reference: CoreNLP's stock sentiment pipeline with its shift-reduce parser. A comment's score is the mean over its sentences, weighted
 * by their lengths, of the mean of the five classes by their probabilities. It is unscored when the model knows none of its tokens.
 *
 * <p>It needs 81 MB of models, which only a build with the profile {@code corenlp} packs, and 800 MB of heap.
 */
public final class CoreNlpScorer implements Scorer {
    private static final String PARSER = "edu/stanford/nlp/models/srparser/englishSR.ser.gz";
    private static final String TAGGER = "edu/stanford/nlp/models/pos-tagger/english-left3words-distsim.tagger";

    private final StanfordCoreNLP pipeline;
    private final Network vocabulary = NetworkFile.load();

    public CoreNlpScorer() {
        if (CoreNlpScorer.class.getClassLoader().getResource(PARSER) == null) {
            throw new IllegalStateException(
                    "The scorer corenlp needs models that are not packed: build sentiment-svc with the Maven profile corenlp, or use the scorer chat");
        }
        Properties properties = new Properties();
        properties.setProperty("annotators", "tokenize, pos, parse, sentiment");
        properties.setProperty("pos.model", TAGGER);
        properties.setProperty("parse.model", PARSER);
        properties.setProperty("parse.buildgraphs", "false");
        properties.setProperty("parse.binaryTrees", "true");
        pipeline = new StanfordCoreNLP(properties, false);
    }

    @Override
    public double score(String text) {
        Annotation annotation = new Annotation(text);
        pipeline.annotate(annotation);
        double sum = 0;
        int tokens = 0;
        boolean known = false;
        for (CoreMap sentence : annotation.get(CoreAnnotations.SentencesAnnotation.class)) {
            int length = sentence.get(CoreAnnotations.TokensAnnotation.class).size();
            Tree tree = sentence.get(SentimentCoreAnnotations.SentimentAnnotatedTree.class);
            sum += length * expectation(RNNCoreAnnotations.getPredictions(tree));
            tokens += length;
            for (CoreLabel token : sentence.get(CoreAnnotations.TokensAnnotation.class)) {
                known |= vocabulary.word(token.word()) != Network.UNKNOWN;
            }
        }
        return known ? sum / tokens : UNSCORED;
    }

    private static double expectation(SimpleMatrix probabilities) {
        double mean = 0;
        for (int i = 0; i < probabilities.getNumElements(); i++) {
            mean += i * probabilities.get(i);
        }
        return mean;
    }
}
