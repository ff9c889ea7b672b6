package io.engage.portal.videos;

import io.engage.events.RedisKeys;
import io.engage.portal.store.Store;
import io.engage.portal.store.StoreAway;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The lists of videos, one shared read for all visitors together, and none when nobody looks. */
@ApplicationScoped
public class Lists {
    /** How old an answer may be: a list is read at most once in this time, however many ask. */
    public static final long SHARED_MS = 1000;

    /** Of ended videos, which may be very many, only those that ended last are looked at. */
    private static final int ENDED_READ = 10_000;

    private final Shelf live;
    private final Shelf ended;
    private Both both;

    private record Both(Shelf.Reading live, Shelf.Reading ended, World world) {}

    Lists(Store store) {
        Clock clock = Clock.systemUTC();
        live = new Shelf(store, clock, RedisKeys.LIVE, Integer.MAX_VALUE);
        ended = new Shelf(store, clock, RedisKeys.ENDED, ENDED_READ);
    }

    /**
     * The videos of a status.
     *
     * @param maxAgeMs how long ago they may have been read
     * @throws StoreAway when Redis cannot be asked
     */
    public World world(Status status, long maxAgeMs) {
        return switch (status) {
            case LIVE -> live.reading(maxAgeMs).world();
            case ENDED -> ended.reading(maxAgeMs).world();
            case ALL -> both(live.reading(maxAgeMs), ended.reading(maxAgeMs));
        };
    }

    private synchronized World both(Shelf.Reading live, Shelf.Reading ended) {
        if (both == null || both.live != live || both.ended != ended) {
            Map<String, Video> videos = new HashMap<>(ended.videos());
            // Found in both while it changes from one to the other: the set of the live ones was written last.
            videos.putAll(live.videos());
            both = new Both(
                    live,
                    ended,
                    new World(
                            Math.min(live.world().asOf(), ended.world().asOf()),
                            videos.values(),
                            ended.world().unread()));
        }
        return both.world;
    }
}
