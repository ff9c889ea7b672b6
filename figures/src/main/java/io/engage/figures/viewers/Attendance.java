package io.engage.figures.viewers;

/**
 * Hears from an {@link Audience} which views began, and from when to when each session was open. Times are those of arrival, epoch ms.
 *
 * <p>A session that was closed and opened again is told of once for each stretch, and its view once in all. A session that was closed
 * as it opened (its leave had overtaken its play, or the video had ended before) is a view with no stretch.
 */
public interface Attendance {
    /** For those who need the figures alone. */
    Attendance UNHEARD = new Attendance() {
        @Override
        public void viewed(long user) {}

        @Override
        public void opened(long session, long at) {}

        @Override
        public void closed(long session, long at) {}

        @Override
        public void closedAnonymous(long openedAt, long at) {}
    };

    /** A view began; {@code user} is the viewer's fingerprint. */
    void viewed(long user);

    /** The named session of this fingerprint opened, for the first time or again. */
    void opened(long session, long at);

    /** The named session of this fingerprint closed. */
    void closed(long session, long at);

    /** An anonymous session closed. */
    void closedAnonymous(long openedAt, long at);
}
