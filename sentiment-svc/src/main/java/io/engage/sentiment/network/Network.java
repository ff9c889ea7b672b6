package io.engage.sentiment.network;

import java.util.Arrays;
import java.util.Map;

/**
 * The recursive neural tensor network of Socher et al., Recursive Deep Models for Semantic Compositionality Over a Sentiment
 * Treebank, EMNLP 2013, as CoreNLP's sentiment model has it: one matrix, one tensor and one classification for all nodes.
 *
 * <p>A leaf is the vector of its word. With c the vectors of both children on top of each other, a pair is
 * {@code tanh(W·(c, 1) + cᵀ·T·c)}, and the classes of a node are {@code softmax(C·(node, 1))}.
 *
 * <p>On the same tree the numbers are those of CoreNLP to the last bit: every sum is taken in the same order. To let the machine
 * do several at once all the same, the tensor's slices lie side by side, so that the inner loop runs over many sums and not
 * along one.
 *
 * <p>Safe for many threads.
 */
public final class Network {
    /** The word for all that the network does not know. */
    public static final int UNKNOWN = 0;

    private final int hidden;
    private final int classes;
    private final Map<String, Integer> words;

    /** Of each word the tanh of its vector, one after the other. */
    private final double[] leaves;

    /** Row by row: hidden rows of 2 · hidden + 1. */
    private final double[] transform;

    /** For each row of the slices, that row of every slice: 2 · hidden times (hidden slices times 2 · hidden). */
    private final double[] tensor;

    /** Row by row: one row of hidden + 1 a class. */
    private final double[] classification;

    /** Of each word alone the mean of the classes. */
    private final double[] expectations;

    Network(NetworkFile.Content content) {
        this.hidden = content.hidden();
        this.classes = content.classes();
        this.words = content.words();
        this.leaves = content.vectors().clone();
        Arrays.setAll(leaves, i -> Math.tanh(leaves[i]));
        this.transform = content.transform();
        this.tensor = sideBySide(content.tensor(), hidden);
        this.classification = content.classification();
        this.expectations = new double[words.size()];
        Arrays.setAll(expectations, word -> expectation(new BinaryTree.Leaf(word)));
    }

    private static double[] sideBySide(double[] slices, int hidden) {
        int side = 2 * hidden;
        double[] turned = new double[slices.length];
        for (int slice = 0; slice < hidden; slice++) {
            for (int row = 0; row < side; row++) {
                System.arraycopy(slices, (slice * side + row) * side, turned, (row * hidden + slice) * side, side);
            }
        }
        return turned;
    }

    /** The index of a word in exactly this form, or {@link #UNKNOWN}. */
    public int word(String form) {
        Integer index = words.get(form);
        return index == null ? UNKNOWN : index;
    }

    /** How many words it knows. */
    public int vocabulary() {
        return words.size();
    }

    /** The probabilities of the classes of the whole tree, from very negative to very positive. */
    public double[] classify(BinaryTree tree) {
        return classes(vector(tree, new double[hidden * 2 * hidden]));
    }

    /** The mean of the classes by their probabilities: 0 very negative to 4 very positive. */
    public double expectation(BinaryTree tree) {
        double[] probabilities = classify(tree);
        double mean = 0;
        for (int i = 1; i < classes; i++) {
            mean += i * probabilities[i];
        }
        return mean;
    }

    /** {@link #expectation(BinaryTree)} of one word alone, known beforehand. */
    public double expectation(int word) {
        return expectations[word];
    }

    /** @param sums room for a sum for each column of each slice */
    private double[] vector(BinaryTree tree, double[] sums) {
        return switch (tree) {
            case BinaryTree.Leaf(int word) -> Arrays.copyOfRange(leaves, word * hidden, (word + 1) * hidden);
            case BinaryTree.Pair(BinaryTree left, BinaryTree right) ->
                pair(vector(left, sums), vector(right, sums), sums);
        };
    }

    private double[] pair(double[] left, double[] right, double[] sums) {
        int side = 2 * hidden;
        double[] children = Arrays.copyOf(left, side);
        System.arraycopy(right, 0, children, hidden, hidden);
        times(children, sums);
        double[] vector = new double[hidden];
        for (int i = 0; i < hidden; i++) {
            int row = i * (side + 1);
            double linear = transform[row] * children[0];
            for (int j = 1; j < side; j++) {
                linear += transform[row + j] * children[j];
            }
            linear += transform[row + side];
            double bilinear = sums[i * side] * children[0];
            for (int j = 1; j < side; j++) {
                bilinear += sums[i * side + j] * children[j];
            }
            vector[i] = Math.tanh(linear + bilinear);
        }
        return vector;
    }

    /** Multiplies the children with each column of each slice. */
    private void times(double[] children, double[] sums) {
        double first = children[0];
        for (int j = 0; j < sums.length; j++) {
            sums[j] = first * tensor[j];
        }
        for (int row = 1; row < children.length; row++) {
            double child = children[row];
            int from = row * sums.length;
            for (int j = 0; j < sums.length; j++) {
                sums[j] += child * tensor[from + j];
            }
        }
    }

    private double[] classes(double[] vector) {
        double[] values = new double[classes];
        double total = 0;
        for (int i = 0; i < classes; i++) {
            int row = i * (hidden + 1);
            double sum = classification[row] * vector[0];
            for (int j = 1; j < hidden; j++) {
                sum += classification[row + j] * vector[j];
            }
            sum += classification[row + hidden];
            values[i] = Math.exp(sum);
            total += values[i];
        }
        double scale = 1.0 / total;
        for (int i = 0; i < classes; i++) {
            values[i] *= scale;
        }
        return values;
    }
}
