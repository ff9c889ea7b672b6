package io.engage.portal.videos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All videos of a status as one shared read found them. Immutable but for what it has sorted and written already. */
public final class World {
    /** Visitors with a query of their own must not fill the memory. */
    private static final int SHARED_BODIES = 32;

    private final long asOf;
    private final Collection<Video> videos;
    private final long unread;
    private final Map<Sort, List<Video>> sorted = new EnumMap<>(Sort.class);

    private final Map<VideoQuery, ListBody> bodies = new ConcurrentHashMap<>();

    /**
     * @param asOf when they were read, epoch ms
     * @param videos each id once
     * @param unread how many more there are of which only the number is known
     */
    public World(long asOf, Collection<Video> videos, long unread) {
        this.asOf = asOf;
        this.videos = videos;
        this.unread = unread;
    }

    /** When the videos were read, epoch ms. */
    public long asOf() {
        return asOf;
    }

    /** How many more videos there are of which only the number is known. */
    long unread() {
        return unread;
    }

    /** What a query selects, in its order. */
    public Selection select(VideoQuery query) {
        List<Video> selected = new ArrayList<>(Math.min(query.limit(), videos.size()));
        long total = query.box().isEmpty() ? unread : 0;
        for (Video video : sorted(query.sort())) {
            if (query.matches(video)) {
                total++;
                if (selected.size() < query.limit()) {
                    selected.add(video);
                }
            }
        }
        return new Selection(query, asOf, total, List.copyOf(selected));
    }

    /** The answer to a query, shared by all who ask the same of this world. */
    public ListBody body(VideoQuery query) {
        ListBody body = bodies.get(query);
        if (body == null) {
            body = new ListBody(select(query).json());
            if (bodies.size() < SHARED_BODIES) {
                bodies.put(query, body);
            }
        }
        return body;
    }

    private List<Video> sorted(Sort sort) {
        synchronized (sorted) {
            return sorted.computeIfAbsent(
                    sort, s -> videos.stream().sorted(s.order()).toList());
        }
    }
}
