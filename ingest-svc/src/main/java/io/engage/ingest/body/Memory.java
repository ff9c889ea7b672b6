package io.engage.ingest.body;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests together may hold in memory, from the arrival of a body until it is answered. */
public final class Memory {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public Memory(long limit) {
        this.limit = limit;
    }

    /** The most bytes that may be taken. */
    public long limit() {
        return limit;
    }

    /** Takes bytes, or says that there is no room for them now. */
    public boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Gives bytes back. */
    public void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /** How many bytes are taken. */
    public long used() {
        return used.get();
    }
}
