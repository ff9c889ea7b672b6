package io.engage.portal.stream;

import io.quarkus.logging.Log;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;

/**
 * One open stream. What it has not taken yet is bounded: while it cannot take more it gets nothing, and once it can, a
 * fresh snapshot. Used by the one thread that owns what the visitor watches.
 */
final class Visitor {
    private static final long HEARTBEAT_MS = 15_000;

    /** A visitor that takes nothing for so long is gone, even though its connection does not say so. */
    private static final long STUCK_MS = 60_000;

    private final HttpServerResponse response;
    private final boolean gzip;
    private final Runnable close;
    private Knows knows = Knows.NOTHING;
    private long wroteAt;
    private long fullSince;

    private enum Knows {
        /** Needs the state. */
        NOTHING,
        /** The state up to now: the next change is enough. */
        ALL,
        /** That there is no state to be had. */
        AWAY
    }

    /**
     * @param response its head is written
     * @param close cuts the connection
     * @param now epoch ms, as everywhere here
     */
    Visitor(HttpServerResponse response, boolean gzip, Runnable close, long now) {
        this.response = response;
        this.gzip = gzip;
        this.close = close;
        if (gzip) {
            response.write(Frame.GZIP_START);
        }
        write(Frame.HELLO, now);
    }

    /**
     * Tells what happened: a visitor who has the state before gets the change, any other the state.
     *
     * @param change null when nothing happened
     */
    void tell(Frame change, Supplier<Frame> state, long now) {
        if (isFull(now)) {
            if (change != null) {
                knows = Knows.NOTHING;
            }
        } else if (knows != Knows.ALL) {
            write(state.get(), now);
            knows = Knows.ALL;
        } else if (change != null) {
            write(change, now);
        }
    }

    /** Tells that the state cannot be had until the next {@link #tell}. */
    void interrupt(long now) {
        if (isFull(now)) {
            knows = Knows.NOTHING;
        } else if (knows != Knows.AWAY) {
            write(Frame.AWAY, now);
            knows = Knows.AWAY;
        }
    }

    /** Keeps a quiet connection open, and ends one that takes nothing any more. */
    void beat(long now) {
        if (isFull(now)) {
            if (now - fullSince > STUCK_MS) {
                close.run();
            }
        } else if (now - wroteAt >= HEARTBEAT_MS) {
            write(Frame.HEARTBEAT, now);
        }
    }

    private boolean isFull(long now) {
        if (!response.writeQueueFull()) {
            fullSince = 0;
            return false;
        }
        if (fullSince == 0) {
            fullSince = now;
        }
        return true;
    }

    private void write(Frame frame, long now) {
        wroteAt = now;
        response.write(gzip ? frame.compressed() : frame.plain())
                .onFailure(e -> Log.debugf("A visitor left: %s", e.getMessage()));
    }
}
