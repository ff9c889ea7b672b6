package io.engage.figures.reactions;

/**
 * What is published of a video's reactions at a whole second t.
 *
 * @param likes10s likes with a timestamp in (t − 10 s, t]
 * @param dislikes10s dislikes with a timestamp in (t − 10 s, t]
 * @param likes all likes
 * @param dislikes all dislikes
 */
public record ReactionFigures(int likes10s, int dislikes10s, long likes, long dislikes) {}
