package io.engage.figures.comments;

import java.util.List;

/**
 * What is published of a video's comments at a whole second t.
 *
 * @param comments all comments
 * @param comments60s those with a timestamp in (t − 60 s, t]
 * @param words60s the ten most popular words and phrases of these
 * @param sentiment60s the mean of their scores, from 0 (very negative) to 4 (very positive); null without evidence
 * @param rate the share of them that was chosen to be scored; 1 when there are none
 * @param sample how many of the chosen had evidence
 * @param margin half of the 95 % interval that the sampling leaves around the mean; null without evidence, 0 at rate 1
 */
public record CommentFigures(
        long comments,
        int comments60s,
        List<WordCount> words60s,
        Double sentiment60s,
        double rate,
        int sample,
        Double margin) {}
