package io.engage.sentiment.scoring;

/** Says what feeling a comment shows. */
public interface Scorer {
    /** The score of a comment without any evidence. */
    double UNSCORED = Double.NaN;

    /**
     * The score of a comment from 0 (very negative) to 4 (very positive), or {@link #UNSCORED} when nothing in it tells, such as words that
     * the scorer does not know or a language that it does not speak. The same text has the same score.
     */
    double score(String text);
}
