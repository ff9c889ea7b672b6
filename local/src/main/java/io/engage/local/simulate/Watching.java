package io.engage.local.simulate;

import io.engage.events.EventType;

/** One viewer's watching of one video, from play to leave or to the end of the video. */
final class Watching extends Actor {
    private final Simulation simulation;
    private final Broadcast broadcast;
    private final long user;
    private final long leaves;
    private final boolean willLike;
    private long session;
    private long reacts;
    private long beats;
    private Mood stance = Mood.NEUTRAL;
    private int seat = -1;

    /** Somebody joins at a moment; all that they will do by themselves is decided now. */
    Watching(Simulation simulation, Broadcast broadcast, long joined) {
        Dice dice = simulation.dice();
        this.simulation = simulation;
        this.broadcast = broadcast;
        user = simulation.world().viewerOf(broadcast.user(), dice);
        leaves = dice.chance(Habits.STAY) ? NEVER : dice.between(joined + 1, broadcast.end());
        long until = Math.min(leaves, broadcast.end());
        reacts = dice.chance(Habits.REACT) ? dice.between(joined + 1, until) : NEVER;
        willLike = dice.chance(broadcast.appeal());
        long opening = simulation.opening();
        if (reacts <= opening) {
            reacts = NEVER;
        }
        long beatsBefore = Math.max(0, (opening - joined) / Habits.HEARTBEAT);
        beats = joined + (beatsBefore + 1) * Habits.HEARTBEAT;
    }

    /** Whether it is over before the simulation opens, so that nobody ever hears of it. */
    boolean isForgotten() {
        return leaves <= simulation.opening();
    }

    /** Takes its place among those present and begins. */
    Happening begin(long joined, int newSeat) {
        seat = newSeat;
        session = simulation.nextSession();
        simulation.wait(this, next());
        return happened(joined, EventType.PLAY, null);
    }

    Broadcast broadcast() {
        return broadcast;
    }

    long user() {
        return user;
    }

    /** Its place among those present. */
    int seat() {
        return seat;
    }

    void moveTo(int newSeat) {
        seat = newSeat;
    }

    boolean isPresent() {
        return seat >= 0 && broadcast.isLive();
    }

    /** What this viewer last showed to think of the video: negative after a dislike, positive after a like. */
    Mood stance() {
        return stance;
    }

    /** Clicks like or dislike, and perhaps begins to write a comment. */
    Happening react(long now, boolean like, double sayWhy) {
        Dice dice = simulation.dice();
        stance = like ? Mood.POSITIVE : Mood.NEGATIVE;
        if (dice.chance(sayWhy)) {
            simulation.wait(new Saying(this), now + dice.between(Habits.FASTEST_COMMENT, Habits.SLOWEST_COMMENT));
        }
        return happened(now, like ? EventType.LIKE : EventType.DISLIKE, null);
    }

    Happening say(long now, String comment) {
        return happened(now, EventType.COMMENT, comment);
    }

    @Override
    Happening act() {
        if (!broadcast.isLive()) {
            return null;
        }
        long now = at();
        if (now == reacts) {
            reacts = NEVER;
            simulation.wait(this, next());
            return react(now, willLike, Habits.REACT_AND_SAY);
        }
        if (now == leaves) {
            broadcast.leaves(this);
            seat = -1;
            return happened(now, EventType.LEAVE, null);
        }
        beats += Habits.HEARTBEAT;
        simulation.wait(this, next());
        return happened(now, EventType.HEARTBEAT, null);
    }

    private long next() {
        return Math.min(reacts, Math.min(beats, leaves));
    }

    private Happening happened(long at, EventType type, String text) {
        return simulation.happening(at, type, broadcast.number(), user, session, text);
    }
}
