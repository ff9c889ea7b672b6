package io.engage.local.simulate;

/** Something that acts in a simulation, at one moment after the other. */
abstract sealed class Actor implements Comparable<Actor> permits Broadcast, Watching, Saying {
    /** That it never acts again. */
    static final long NEVER = Long.MAX_VALUE;

    private long at;
    private long turn;

    /** When it acts next, in ms of simulated time. */
    final long at() {
        return at;
    }

    /** Waits for its next moment; of those that act at the same moment, the one that began to wait first is first. */
    final void waitFor(long moment, long newTurn) {
        at = moment;
        turn = newTurn;
    }

    /**
     * Does what is due at {@link #at}, and joins the queue again if it is to act again.
     *
     * @return what happened, or null when nothing did that others see
     */
    abstract Happening act();

    @Override
    public final int compareTo(Actor other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : Long.compare(turn, other.turn);
    }
}
