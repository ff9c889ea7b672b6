package io.engage.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Viewers of some videos, as an endless series of events in the order in which they are to arrive: named and anonymous sessions,
 * heartbeats, leaves that overtake their plays, likes and dislikes, with and without event ids, and one event in six sent
 * again some time later. Events of one video keep this order if they are sent in it.
 */
final class Crowd {
    private static final int WAITING = 100;
    private static final double AGAIN = 1.0 / 6;

    private final Random random;
    private final List<String> videos;
    private final String name;
    private final Deque<Sent> ready = new ArrayDeque<>();
    /** Visits that are under way, each the rest of its events. */
    private final List<Deque<Sent>> visits = new ArrayList<>();

    private final List<Sent> toRepeat = new ArrayList<>();
    private long serial;

    /**
     * @param name distinguishes its ids from those of other crowds
     */
    Crowd(String name, List<String> videos, long seed) {
        this.name = name;
        this.videos = videos;
        this.random = new Random(seed);
    }

    /** The next event, happening about now. */
    Sent next(long now) {
        while (ready.isEmpty()) {
            if (visits.size() < WAITING) {
                visits.add(visit(now));
            }
            // Whoever comes next: the events of different visits overtake each other freely.
            Deque<Sent> visit = visits.get(random.nextInt(visits.size()));
            Sent first = visit.poll();
            ready.add(first);
            if (first.type().equals("leave") && !visit.isEmpty()) {
                // It waits half a minute for the play that it overtook: a batch that is sent long after must not part
                // them.
                ready.add(visit.poll());
            }
            if (visit.isEmpty()) {
                visits.remove(visit);
            }
            if (!toRepeat.isEmpty() && random.nextDouble() < AGAIN) {
                ready.add(toRepeat.remove(random.nextInt(toRepeat.size())));
            }
        }
        Sent event = ready.poll();
        if (toRepeat.size() < WAITING) {
            toRepeat.add(event);
        }
        return event;
    }

    /** What is still to come of the visits under way, so that none is cut in two. */
    List<Sent> rest() {
        List<Sent> rest = new ArrayList<>(ready);
        visits.forEach(rest::addAll);
        ready.clear();
        visits.clear();
        return rest;
    }

    private Deque<Sent> visit(long now) {
        String video = videos.get(random.nextInt(videos.size()));
        String user = "user-" + random.nextInt(3_000);
        boolean named = random.nextDouble() < 0.7;
        // An anonymous visit's leave closes the oldest of its user: one user a visit keeps the recount plain.
        String session = named ? name + "-s" + serial++ : null;
        String viewer = named ? user : name + "-a" + serial++;
        boolean beating = named && random.nextDouble() < 0.4;
        boolean leaving = random.nextDouble() < 0.6;
        long began = now - 20_000 - random.nextInt(10_000);
        Deque<Sent> events = new ArrayDeque<>();
        events.add(event("play", video, viewer, session, began));
        int more = random.nextInt(6);
        for (int i = 0; i < more; i++) {
            long then = began + 1 + random.nextInt(15_000);
            if (beating && i < 2) {
                events.add(event("heartbeat", video, viewer, session, then));
            } else {
                events.add(event(random.nextInt(4) == 0 ? "dislike" : "like", video, viewer, session, then));
            }
        }
        if (leaving) {
            Sent leave = event("leave", video, viewer, session, began + 16_000);
            boolean beats = events.stream().anyMatch(event -> event.type().equals("heartbeat"));
            if (!beats && random.nextInt(4) == 0) {
                events.addFirst(leave);
            } else {
                events.add(leave);
            }
        }
        return events;
    }

    private Sent event(String type, String video, String user, String session, long timestamp) {
        // Without an id, what makes an event one of its own is its content: the serial number keeps times apart.
        boolean withId = random.nextInt(5) != 0;
        String id = withId ? name + "-" + serial++ : null;
        return new Sent(id, type, video, user, session, timestamp);
    }
}
