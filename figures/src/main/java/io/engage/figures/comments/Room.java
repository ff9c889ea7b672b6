package io.engage.figures.comments;

/**
 * Room for the words of so many comments in the windows of all videos of an instance. What finds none is counted and scored, but its words are not: so
 * the memory is bounded however many comments come. Several threads may use it, one at a time.
 */
public final class Room {
    private final int places;
    private int taken;
    private long refused;

    /** @param places how many comments */
    public Room(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("There must be room for a comment, not for " + places);
        }
        this.places = places;
    }

    /** Takes a place, or tells that there is none. */
    boolean take() {
        if (taken == places) {
            refused++;
            return false;
        }
        taken++;
        return true;
    }

    void giveBack(int comments) {
        taken -= comments;
    }

    /** How many places are taken. */
    public int taken() {
        return taken;
    }

    /** How many comments found none so far. */
    public long refused() {
        return refused;
    }
}
