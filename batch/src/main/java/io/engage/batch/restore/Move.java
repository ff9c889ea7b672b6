package io.engage.batch.restore;

import java.time.Duration;

/** How a restore moves events in time. */
public sealed interface Move {
    /** Each event keeps its time and its id. */
    record AsItWas() implements Move {}

    /** All events move by the same. */
    record By(Duration distance) implements Move {}

    /**
     * To now, so that no event is ahead of the moment in which it is sent: at the original pace the first happens now, as fast as it goes
     * the last has happened just now.
     */
    record ToNow() implements Move {}

    /**
     * The distance in ms.
     *
     * @param first the first arrival of the range, epoch ms
     * @param last the last one
     * @param speed how many times as fast as it was it is sent; 0 as fast as it goes
     */
    default long distance(long first, long last, double speed, long now) {
        return switch (this) {
            case AsItWas() -> 0;
            case By(Duration distance) -> distance.toMillis();
            case ToNow() -> {
                double sending = speed == 0 ? 0 : (last - first) / speed;
                yield now - first - Math.max(0, Math.round(last - first - sending));
            }
        };
    }
}
