package io.engage.portal.videos;

import io.engage.portal.store.Store;
import io.engage.portal.store.StoreAway;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The videos of one sorted set, read from Redis for all visitors together: whoever asks while a read is under way gets
 * what that read finds, and a read that is recent enough is used again.
 */
final class Shelf {
    private final Store store;
    private final Clock clock;
    private final String key;
    private final int most;
    private Reading last = new Reading(new World(0, List.of(), 0), Map.of());
    private CompletableFuture<Reading> underWay;

    /**
     * What a read found.
     *
     * @param videos by id
     */
    record Reading(World world, Map<String, Video> videos) {}

    /**
     * @param key the sorted set
     * @param most the most videos to read, those with the highest scores
     */
    Shelf(Store store, Clock clock, String key, int most) {
        this.store = store;
        this.clock = clock;
        this.key = key;
        this.most = most;
    }

    /**
     * The videos as they were at most {@code maxAgeMs} ago.
     *
     * @throws StoreAway when Redis cannot be asked
     */
    Reading reading(long maxAgeMs) {
        CompletableFuture<Reading> reading;
        boolean mine = false;
        synchronized (this) {
            if (clock.millis() - last.world.asOf() <= maxAgeMs) {
                return last;
            }
            if (underWay == null) {
                underWay = new CompletableFuture<>();
                mine = true;
            }
            reading = underWay;
        }
        if (mine) {
            read(reading);
        }
        try {
            return reading.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreAway why ? why : e;
        }
    }

    private void read(CompletableFuture<Reading> reading) {
        try {
            Reading found = read();
            synchronized (this) {
                last = found;
                underWay = null;
            }
            reading.complete(found);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                underWay = null;
            }
            reading.completeExceptionally(e);
        }
    }

    private Reading read() {
        long asOf = clock.millis();
        List<Response> set = store.ask(List.of(
                Request.cmd(Command.ZREVRANGE).arg(key).arg(0).arg(most - 1),
                Request.cmd(Command.ZCARD).arg(key)));
        List<String> ids = new ArrayList<>(set.getFirst().size());
        set.getFirst().forEach(id -> ids.add(id.toString()));
        Map<String, Video> videos = HashMap.newHashMap(ids.size());
        for (int from = 0; from < ids.size(); from += Store.ROUND_TRIP) {
            add(videos, ids.subList(from, Math.min(from + Store.ROUND_TRIP, ids.size())));
        }
        return new Reading(
                new World(asOf, videos.values(), Math.max(0, set.getLast().toLong() - ids.size())), videos);
    }

    /** Reads the hashes of one round trip. */
    private void add(Map<String, Video> videos, List<String> ids) {
        List<Response> hashes = store.ask(ids.stream().map(Store::video).toList());
        for (int i = 0; i < hashes.size(); i++) {
            Map<String, String> fields = Store.fields(hashes.get(i));
            // A hash that expired, or that ends just now, leaves its set a moment later.
            if (!fields.isEmpty()) {
                String id = ids.get(i);
                videos.put(id, Video.next(id, last.videos.get(id), fields));
            }
        }
    }
}
