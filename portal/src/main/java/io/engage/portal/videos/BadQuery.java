package io.engage.portal.videos;

/** A parameter that cannot be understood; the message says to the caller what to write instead. */
public final class BadQuery extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadQuery(String message) {
        super(message, null, false, false);
    }
}
