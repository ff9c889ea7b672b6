package io.engage.figures.log;

/**
 * What one metric knows of one video. Changed by events and by time alone; all times are epoch ms by arrival. Used by one
 * thread at a time.
 */
public interface Video {
    /** The video's id. */
    String id();

    /** Does all that is due at or before the given time, such as closing silent sessions. */
    void advance(long time);

    /**
     * To be called before an event counts: does what is due at or before the given time, but may leave to {@link #advance}, at
     * the next whole second, what the event does not meet and nobody sees before.
     */
    default void prepare(long time) {
        advance(time);
    }

    /** Reads what of itself counting any event will read, and changes nothing; see {@link Partition#ask}. */
    default long ask() {
        return 0;
    }

    /** As {@link #ask()}, one step further: what it holds. */
    default long askParts() {
        return 0;
    }

    /** As {@link #askParts()}, another step further: what {@link #publish} and {@link #slots} will read. */
    default long askPublished() {
        return 0;
    }

    /** As {@link #ask()}, of what {@link #writeChanges} will read beside it. */
    default long askChanges() {
        return 0;
    }

    /** As {@link #askParts()}, another step further: where an event of this user and session will be counted. */
    default long ask(long user, long session) {
        return 0;
    }

    /** The next time at which {@link #advance} or {@link #publish} has something to do; may be too early, never too late. */
    long nextDue();

    /**
     * Takes the figures of a whole second as the published ones; all that arrived or fell due at or before it is in.
     *
     * @param second epoch seconds
     * @return whether they differ from those published before
     */
    boolean publish(long second);

    /** Names the slots of ten seconds whose points changed since the last call, at a whole second. */
    void slots(long second, SlotSink sink);

    /**
     * To be called after a restore: whatever was published of it before, nobody knows what is shown. It may have been known here all along,
     * and published elsewhere meanwhile.
     */
    default void restored() {}

    /** Whether one call of {@link #writeRange} from the beginning would not write the whole video. */
    default boolean hasRanges() {
        return false;
    }

    /**
     * Whether nothing of it needs to be kept any longer at a time to which it was advanced, or before which nothing happened to it for
     * days.
     */
    boolean gone(long time);

    /**
     * Writes what changed since the last call or the last {@link #writeRange} from the beginning, some hundred kilobytes at the most.
     *
     * @return whether there is more, for another call
     */
    boolean writeChanges(StateWriter out);

    /**
     * Writes the whole state of a range of keys, so that what was written of it before is needed no longer.
     *
     * @param from where the range begins: 0, or what the last call gave
     * @return where the next range begins; 0 when the whole video was written
     */
    long writeRange(StateWriter out, long from);

    /** Takes in what one call of {@link #writeChanges} wrote. */
    void readChanges(StateReader in);

    /** Takes in what {@link #writeRange} wrote, in place of what was known of the range. */
    void readRange(StateReader in);

    /** Takes the slots of a video. */
    @FunctionalInterface
    interface SlotSink {
        /**
         * @param start the slot's start in epoch seconds, a multiple of ten; it holds (start, start + 10 s]
         * @param record whether its point is for the log of points as well, not only for the history
         */
        void slot(long start, boolean record);
    }
}
