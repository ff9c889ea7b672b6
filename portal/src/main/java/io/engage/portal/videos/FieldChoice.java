package io.engage.portal.videos;

import java.util.Set;

/**
 * Which fields of its videos an answer holds.
 *
 * @param names the wanted ones, or empty for all
 */
public record FieldChoice(Set<String> names) {
    /** Every field that a video has. */
    public static final FieldChoice ALL = new FieldChoice(Set.of());

    public FieldChoice {
        names = Set.copyOf(names);
    }

    boolean has(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
