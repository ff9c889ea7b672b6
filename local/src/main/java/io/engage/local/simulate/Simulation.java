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

    /** The videos found at the opening are made this much more or less popular at most, so that the scale is met at once. */
    private static final double MOST_CORRECTION = 2;

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
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < scale.videos(); i++) {
            plans.add(found());
        }
        double expected =
                plans.stream().mapToDouble(plan -> plan.presentAt(opening)).sum();
        double correction = Math.clamp(scale.viewers() / expected, 1 / MOST_CORRECTION, MOST_CORRECTION);
        plans.forEach(plan -> announce(plan.start(), plan.length(), plan.popularity() * correction));
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
     * @param untold what {@link #next} gave last and nobody was told: a video that begins with it never was, and one that ends with it
     *     ends now
     */
    List<Happening> endAll(long at, Happening untold) {
        queue.clear();
        List<Happening> ends = new ArrayList<>();
        switch (untold.type()) {
            case START_VIDEO -> live.remove(untold.video());
            case END_VIDEO -> ends.add(untold.at(at));
            default -> {}
        }
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
        Plan plan = next(broadcast.end());
        announce(plan.start(), plan.length(), plan.popularity());
    }

    Happening happening(long at, EventType type, long video, long user, long session, String text) {
        return new Happening(
                ++happenings, at, type, video, user, session, world.latitude(user), world.longitude(user), text);
    }

    /** What is known of a video beforehand; the popularity is the number of viewers it will ever have. */
    private record Plan(long start, long length, double popularity) {
        /** How many of its viewers are present at a moment, in the mean. */
        double presentAt(long moment) {
            double x = Math.clamp((moment - start) / (double) length, 0, 1);
            double leaversLeft = x < 1 ? -(1 - x) * Math.log1p(-x) : 0;
            return popularity * (Habits.STAY * x + (1 - Habits.STAY) * leaversLeft);
        }
    }

    /** A video as one finds it at a random moment: mostly running, long ones more often than short ones. */
    private Plan found() {
        if (!dice.chance(LIVE_SHARE)) {
            return next(opening);
        }
        long length;
        do {
            length = Habits.length(dice);
        } while (!dice.chance(length / (double) Habits.LONGEST));
        return new Plan(opening - dice.between(0, length), length, popularity());
    }

    /** The video that follows after a pause. */
    private Plan next(long after) {
        return new Plan(after + (long) dice.exponential(Habits.PAUSE), Habits.length(dice), popularity());
    }

    private double popularity() {
        return dice.gamma(Habits.POPULARITY_SHAPE, audience);
    }

    private void announce(long start, long length, double popularity) {
        wait(new Broadcast(this, ++videos, start, length, Math.round(popularity)), start);
    }
}
