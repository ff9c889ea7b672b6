package io.engage.events;

import java.util.Locale;

/** The classes of reasons for which input is refused. The sentence for people is in {@link Parsed.Refused#reason}. */
public enum Problem {
    /** Not JSON, or more than one value. */
    NOT_JSON,
    /** Not valid UTF-8, or a surrogate that stands alone. */
    NOT_UNICODE,
    /** JSON, but not an object. */
    NOT_AN_OBJECT,
    /** Nested deeper than {@link EventParser#MAX_DEPTH}. */
    TOO_DEEP,
    /** The event as a whole, a field, or a number is too long. */
    TOO_LONG,
    /** A field of the contract is given twice, so that two readers could disagree. */
    GIVEN_TWICE,
    /** A field that the kind of event needs is absent, null or empty. */
    MISSING,
    /** A field has a value of another JSON type than it needs. */
    WRONG_TYPE,
    /** No kind of event has this {@code event_type}. */
    UNKNOWN_TYPE,
    /** Latitude without longitude, the reverse, or out of range. */
    BAD_PLACE,
    /** The timestamp cannot be read, or is too far from the clock. */
    BAD_TIMESTAMP;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in lower case, as it labels a metric. */
    public String label() {
        return label;
    }
}
