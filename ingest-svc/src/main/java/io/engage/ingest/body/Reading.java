package io.engage.ingest.body;

import io.engage.events.Checked;
import io.engage.events.EventType;
import java.util.List;

/** What became of a body that was read. */
public sealed interface Reading {
    /**
     * Its events.
     *
     * @param accepted the valid ones in their order
     * @param rejected the others
     * @param taken how much memory was taken for them, to be given back
     */
    record Batch(List<Checked.Valid> accepted, List<Rejected> rejected, long taken) implements Reading {
        /** How many events there are, valid or not. */
        public int size() {
            return accepted.size() + rejected.size();
        }

        /** How many of the accepted are of each kind, by its ordinal. */
        public int[] kinds() {
            int[] kinds = new int[EventType.ALL.size()];
            for (Checked.Valid event : accepted) {
                kinds[event.type().ordinal()]++;
            }
            return kinds;
        }
    }

    /** It holds more events than are allowed. */
    record TooMany() implements Reading {}

    /** There is no memory for its events now. */
    record NoRoom() implements Reading {}
}
