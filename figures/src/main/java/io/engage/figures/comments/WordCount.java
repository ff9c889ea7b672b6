package io.engage.figures.comments;

/**
 * A popular word or phrase.
 *
 * @param word as it is counted, see {@link Words}; a phrase is two words with a space between them
 * @param count the sum over users of min(3, that user's comments holding it)
 */
public record WordCount(String word, int count) {}
