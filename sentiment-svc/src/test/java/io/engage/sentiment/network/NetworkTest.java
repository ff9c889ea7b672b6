package io.engage.sentiment.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.neural.rnn.RNNCoreAnnotations;
import edu.stanford.nlp.sentiment.SentimentCostAndGradient;
import edu.stanford.nlp.sentiment.SentimentModel;
import edu.stanford.nlp.trees.LabeledScoredTreeNode;
import edu.stanford.nlp.trees.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Promise: on the same tree the network says what CoreNLP says, to the last bit. */
class NetworkTest {
    private static SentimentModel reference;
    private static Network network;

    @BeforeAll
    static void load() {
        reference = SentimentModel.loadSerialized(
                System.getProperty("engage.models") + "/edu/stanford/nlp/models/sentiment/sentiment.ser.gz");
        network = NetworkFile.load();
    }

    @Test
    void isCoreNlpsToTheLastBitOnTreesOfAnyShape() {
        // Given
        List<String> vocabulary = List.copyOf(reference.wordVectors.keySet());
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int length = 1 + random.nextInt(round % 50 == 0 ? 90 : 14);
            String[] words = new String[length];
            for (int i = 0; i < length; i++) {
                words[i] = random.nextInt(10) == 0 ? "unheardof" : vocabulary.get(random.nextInt(vocabulary.size()));
            }
            int[] splits = random.ints(length, 0, Integer.MAX_VALUE).toArray();
            Tree tree = tree(words, 0, length, splits);
            // When
            new SentimentCostAndGradient(reference, null).forwardPropagateTree(tree);
            double[] ours = network.classify(ours(words, 0, length, splits));
            // Then
            assertArrayEquals(RNNCoreAnnotations.getPredictions(tree).getDDRM().getData(), ours, 0.0);
        }
    }

    @Test
    void theFileHoldsAllOfTheModel() throws Exception {
        // Given
        NetworkFile.Content content = NetworkConversion.content(reference);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // When
        NetworkFile.write(out, content, content.words().keySet());
        NetworkFile.Content read = NetworkFile.read(new ByteArrayInputStream(out.toByteArray()));
        // Then
        assertEquals(content.words(), read.words());
        assertEquals(reference.wordVectors.size(), network.vocabulary());
        assertArrayEquals(content.vectors(), read.vectors(), 0.0);
        assertArrayEquals(content.tensor(), read.tensor(), 0.0);
    }

    @Test
    void wordsAreFoundInTheNextFormThatTheNetworkKnows() {
        // Given
        Reading reading = new Reading(network);
        // When, Then
        for (String form : List.of("great", "GREAT", "#great", "greaaaat", "Greaaat")) {
            assertNotEquals(Network.UNKNOWN, reading.word(form), form);
        }
        assertEquals(network.word("great"), reading.word("GREAT"));
        assertEquals(network.word("good"), reading.word("goooood"));
        assertEquals(network.word("so"), reading.word("soooo"));
        assertEquals(Network.UNKNOWN, reading.word("KEKW"));
    }

    @Test
    void squeezingTouchesStretchedLettersOnly() {
        assertEquals("so", Reading.squeeze("soooo", 1));
        assertEquals("good", Reading.squeeze("goooood", 2));
        assertEquals("good 1000", Reading.squeeze("good 1000", 1));
        assertEquals("hi!!! ok", Reading.squeeze("hiiii!!! okkkk", 1));
    }

    private static BinaryTree ours(String[] words, int from, int to, int[] splits) {
        if (to - from == 1) {
            return new BinaryTree.Leaf(network.word(words[from]));
        }
        int split = from + 1 + splits[from] % (to - from - 1);
        return new BinaryTree.Pair(ours(words, from, split, splits), ours(words, split, to, splits));
    }

    private static Tree tree(String[] words, int from, int to, int[] splits) {
        if (to - from == 1) {
            return node("T", List.of(node(words[from], List.of())));
        }
        int split = from + 1 + splits[from] % (to - from - 1);
        return node("X", List.of(tree(words, from, split, splits), tree(words, split, to, splits)));
    }

    private static Tree node(String value, List<Tree> children) {
        CoreLabel label = new CoreLabel();
        label.setValue(value);
        return new LabeledScoredTreeNode(label, children);
    }
}
