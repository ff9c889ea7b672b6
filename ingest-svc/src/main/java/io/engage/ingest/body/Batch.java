package io.engage.ingest.body;

import io.engage.events.Parsed;
import java.util.List;

/**
 * What a body holds.
 *
 * @param accepted the valid events in their order
 * @param rejected the others
 */
public record Batch(List<Parsed.Accepted> accepted, List<Rejected> rejected) {
    /** How many events it holds, valid or not. */
    public int size() {
        return accepted.size() + rejected.size();
    }
}
