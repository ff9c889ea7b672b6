package io.engage.bench.load;

/** The true figures of one video, as {@link Truth} means them. */
public record TruthOfVideo(long views, long viewers, long uniqueViewers, long likes, long dislikes) {}
