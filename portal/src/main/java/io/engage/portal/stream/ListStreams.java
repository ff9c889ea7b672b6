package io.engage.portal.stream;

import io.engage.portal.store.StoreAway;
import io.engage.portal.videos.Lists;
import io.engage.portal.videos.Selection;
import io.engage.portal.videos.Status;
import io.engage.portal.videos.VideoQuery;
import io.engage.portal.videos.World;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The streams of the list. Once a second, while anybody watches, the lists are read once for all, and what changed is found
 * out, written and compressed once for all who ask the same.
 */
@ApplicationScoped
class ListStreams {
    private static final long PERIOD_MS = 1000;

    /** A read that visitors of the API caused so long ago serves the streams as well. */
    private static final long FRESH_MS = 300;

    private final Lists lists;
    private final Clock clock = Clock.systemUTC();
    private final Lane lane = new Lane("list-streams");
    private final Map<VideoQuery, Audience> audiences = new HashMap<>();
    private boolean ticking;
    private boolean away;

    ListStreams(Lists lists) {
        this.lists = lists;
    }

    /** All who ask the same. */
    private static final class Audience {
        private final VideoQuery query;
        private final Set<Visitor> visitors = new HashSet<>();
        /** What all of them know, or null when there is nothing to know. */
        private Selection selection;

        private Frame snapshot;

        Audience(VideoQuery query) {
            this.query = query;
        }

        void show(World world, long now) {
            if (selection != null && selection.asOf() == world.asOf()) {
                return;
            }
            Selection before = selection;
            selection = world.select(query);
            snapshot = null;
            Frame change = before == null ? null : change(selection.since(before));
            visitors.forEach(v -> v.tell(change, this::snapshot, now));
        }

        void interrupt(long now) {
            selection = null;
            snapshot = null;
            visitors.forEach(v -> v.interrupt(now));
        }

        Frame snapshot() {
            if (snapshot == null) {
                snapshot = new Frame(Frame.event("snapshot", selection.json(), selection.asOf()));
            }
            return snapshot;
        }

        private Frame change(Selection.Difference difference) {
            long asOf = selection.asOf();
            StringBuilder events = new StringBuilder();
            difference.gone().ifPresent(json -> events.append(Frame.event("gone", json, asOf)));
            difference.changed().ifPresent(json -> events.append(Frame.event("change", json, asOf)));
            difference.total().ifPresent(json -> events.append(Frame.event("total", json, asOf)));
            return events.isEmpty() ? null : new Frame(events.toString());
        }
    }

    /** Shows a query's answer to a visitor, until it leaves. */
    void join(VideoQuery query, Visitor visitor) {
        lane.run(() -> {
            long now = clock.millis();
            Audience audience = audiences.computeIfAbsent(query, Audience::new);
            audience.visitors.add(visitor);
            if (audience.selection == null && !away) {
                show(audience);
            }
            if (audience.selection == null) {
                visitor.interrupt(now);
            } else {
                visitor.tell(null, audience::snapshot, now);
            }
            if (!ticking) {
                ticking = true;
                lane.runIn(PERIOD_MS, () -> tick(clock.millis()));
            }
        });
    }

    /** Ends what {@link #join} began. */
    void leave(VideoQuery query, Visitor visitor) {
        lane.run(() -> {
            Audience audience = audiences.get(query);
            if (audience != null && audience.visitors.remove(visitor) && audience.visitors.isEmpty()) {
                audiences.remove(query);
            }
        });
    }

    private void show(Audience audience) {
        try {
            audience.show(lists.world(audience.query.status(), Lists.SHARED_MS), clock.millis());
        } catch (StoreAway e) {
            Log.debug("Streams wait", e);
            away = true;
        }
    }

    private void tick(long began) {
        if (audiences.isEmpty()) {
            ticking = false;
            away = false;
            return;
        }
        try {
            Map<Status, World> worlds = new EnumMap<>(Status.class);
            for (VideoQuery query : audiences.keySet()) {
                worlds.computeIfAbsent(query.status(), status -> lists.world(status, FRESH_MS));
            }
            audiences.forEach((query, audience) -> audience.show(worlds.get(query.status()), clock.millis()));
            away = false;
        } catch (StoreAway e) {
            away = true;
            audiences.values().forEach(a -> a.interrupt(clock.millis()));
        } finally {
            audiences.values().forEach(a -> a.visitors.forEach(v -> v.beat(clock.millis())));
            long next = began + PERIOD_MS;
            // After a long read the others get their turn before the next.
            lane.runIn(Math.max(PERIOD_MS / 10, next - clock.millis()), () -> tick(Math.max(next, clock.millis())));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        lane.stop();
    }
}
