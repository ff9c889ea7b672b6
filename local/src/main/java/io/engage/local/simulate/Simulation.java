package io.engage.local.simulate;

import io.engage.events.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Live videos and their viewers, as an unending series of happenings in the order of time.
 *
 * <p>It opens in full swing: the first happenings lie before its opening and say which videos run already and who watches
 * them; from the opening on everything happens. About {@link Scale#videos} videos are live at any moment. Each has a random
 * broadcaster, start and length, and a gamma distributed number of viewers who join at random moments; 70 % stay to the end, the
 * others leave at a random moment. Most like or dislike once at a random moment; comments and further reactions come in hot spots.
 * The numbers are in {@link Habits}.
 *
 * <p>The same seed, scale and opening give the same series. Memory is needed for what is alive only.
 */
final class Simulation {
    private static final double LIVE_SHARE = Habits.MEAN_LENGTH / (Habits.MEAN_LENGTH + Habits.PAUSE);
    private static final long LEAST_PEOPLE = 100_000;
    private static final long PEOPLE_A_VIEWER = 30;

    private final Dice dice;
    private final World world;
    private final long opening;
    private final double audience;
    private final PriorityQueue<Actor> queue = new PriorityQueue<>();
    private final Map<Long, Broadcast> live = new LinkedHashMap<>();
    private long turns;
    private long videos;
    private long sessions;
    private long happenings;

    /**
     * A simulation at its beginning.
     *
     * @param opening when it opens, epoch ms
     */
    Simulation(long seed, Scale scale, long opening) {
        dice = new Dice(seed);
        world = new World(Math.max(LEAST_PEOPLE, PEOPLE_A_VIEWER * scale.viewers()));
        this.opening = opening;
        audience = scale.viewers() / (scale.videos() * LIVE_SHARE * Habits.WATCHED);
        for (int i = 0; i < scale.videos(); i++) {
            announce();
        }
    }

    /** What happens next; never earlier than what happened before. */
    Happening next() {
        while (true) {
            Happening happening = queue.remove().act();
            if (happening != null) {
                return happening;
            }
        }
    }

    /**
     * Ends all live videos, in the order in which they began. Nothing happens afterwards.
     *
     * @param at when, not before what happened last
     */
    List<Happening> endAll(long at) {
        queue.clear();
        List<Happening> ends = new ArrayList<>();
        live.values().forEach(broadcast -> ends.add(broadcast.end(at)));
        live.clear();
        return ends;
    }

    Dice dice() {
        return dice;
    }

    World world() {
        return world;
    }

    long opening() {
        return opening;
    }

    long nextSession() {
        return ++sessions;
    }

    /** Queues an actor for its next moment. */
    void wait(Actor actor, long moment) {
        actor.waitFor(moment, turns++);
        queue.add(actor);
    }

    void began(Broadcast broadcast) {
        live.put(broadcast.number(), broadcast);
    }

    /** A video is over: after a pause another begins. */
    void ended(Broadcast broadcast) {
        live.remove(broadcast.number());
        announce(broadcast.end() + (long) dice.exponential(Habits.PAUSE), Habits.length(dice));
    }

    Happening happening(long at, EventType type, long video, long user, long session, String text) {
        return new Happening(
                ++happenings, at, type, video, user, session, world.latitude(user), world.longitude(user), text);
    }

    /** A video as one finds it at a random moment: mostly running, long ones more often than short ones. */
    private void announce() {
        if (!dice.chance(LIVE_SHARE)) {
            announce(opening + (long) dice.exponential(Habits.PAUSE), Habits.length(dice));
            return;
        }
        long length;
        do {
            length = Habits.length(dice);
        } while (!dice.chance(length / (double) Habits.LONGEST));
        announce(opening - dice.between(0, length), length);
    }

    private void announce(long start, long length) {
        Broadcast broadcast = new Broadcast(this, ++videos, start, length, audience);
        wait(broadcast, start);
    }
}
