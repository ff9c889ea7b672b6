package io.engage.portal.store;

/** Redis could not be asked in time. The figures are not lost: they are there again when it is. */
public final class StoreAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreAway(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
