package io.engage.figures.comments;

/**
 * Room for the words in the windows of all videos of an instance: a comment takes a place for itself and two for each of its words, one of them for the
 * pair with the word before. What finds no room is counted and scored, but its words are not: so the memory is bounded however many comments come. For
 * one thread at a time.
 */
public final class Room {
    private final long places;
    private long taken;
    private long refused;

    /**
     * An empty room.
     *
     * @param places how many there are, at least one
     */
    public Room(long places) {
        if (places < 1) {
            throw new IllegalArgumentException("There must be a place, not " + places);
        }
        this.places = places;
    }

    /** How many places a comment with so many words takes. */
    static int placesFor(int words) {
        return 1 + 2 * words;
    }

    /** Takes so many places, or none when there are not so many. */
    boolean take(int wanted) {
        if (taken + wanted > places) {
            refused++;
            return false;
        }
        taken += wanted;
        return true;
    }

    void giveBack(long given) {
        taken -= given;
    }

    /** How many places are taken. */
    public long taken() {
        return taken;
    }

    /** How many comments found no room so far. */
    public long refused() {
        return refused;
    }
}
