package io.engage.sentiment.network;

import java.util.Objects;

/** A sentence as the network reads it: words, joined two by two. */
public sealed interface BinaryTree {
    /**
     * One word.
     *
     * @param word its index in the network, or {@link Network#UNKNOWN}
     */
    record Leaf(int word) implements BinaryTree {}

    /** Two parts that stand side by side. */
    record Pair(BinaryTree left, BinaryTree right) implements BinaryTree {
        public Pair {
            Objects.requireNonNull(left);
            Objects.requireNonNull(right);
        }
    }

    /** The tree over these words that is as flat as can be; where a part has an odd number of words, its right half has one more. */
    static BinaryTree balanced(int[] words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("A tree needs at least one word");
        }
        return balanced(words, 0, words.length);
    }

    private static BinaryTree balanced(int[] words, int from, int to) {
        if (to - from == 1) {
            return new Leaf(words[from]);
        }
        int middle = (from + to) >>> 1;
        return new Pair(balanced(words, from, middle), balanced(words, middle, to));
    }
}
