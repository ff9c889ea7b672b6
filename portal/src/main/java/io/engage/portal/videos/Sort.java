package io.engage.portal.videos;

import java.util.Comparator;
import java.util.function.ToLongFunction;

/** The order of a list: the highest first; among equals by id, so that the order is the same at every read. */
public enum Sort {
    VIEWERS("viewers", Video::viewers),
    LIKES_10S("likes_10s", Video::likes10s),
    STARTED_AT("started_at", Video::startedAt);

    private final String word;
    private final Comparator<Video> order;

    Sort(String word, ToLongFunction<Video> figure) {
        this.word = word;
        this.order = Comparator.comparingLong(figure).reversed().thenComparing(Video::id);
    }

    /** The word in addresses. */
    public String word() {
        return word;
    }

    Comparator<Video> order() {
        return order;
    }
}
