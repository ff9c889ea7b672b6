package io.engage.figures.viewers;

import com.dynatrace.hash4j.distinctcount.StateChangeObserver;
import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.util.Arrays;

/**
 * How many different users: exact up to {@value #EXACT}, beyond that an UltraLogLog sketch (O. Ertl, "UltraLogLog", PVLDB
 * 17(7), 2024) of 4,096 registers in 4 KB. Its standard error is 0.78 / √4096 = 1.2 %; 95 of 100 estimates lie within 2.4 %.
 */
final class UniqueUsers {
    /** Up to so many the count is exact. */
    static final int EXACT = 256;

    private static final int PRECISION = 12;

    /** More additions than that are written as a whole. */
    private static final int ADDITIONS = 64;

    // What writeChanges writes, besides a number of additions.
    private static final int NO_CHANGE = 0;
    private static final int WHOLE = ADDITIONS + 1;

    private static final int SMALLEST = 4;
    private static final long[] NOBODY = {};
    /** Room for so many additions is kept. */
    private static final int KEPT = 8;

    private final StateChangeObserver sketchChange = this::noteChange;

    private long[] users = new long[SMALLEST];
    /** The length of {@link #users} less one, which is at hand before the table is. */
    private int mask = SMALLEST - 1;

    private int size;
    private UltraLogLog sketch;
    private boolean sketchChanged;

    /** Whether their number may be another than was published. */
    private boolean isNews = true;
    /** How many were published, while {@link #publishedSketch} is not there. */
    private long published;

    /** Of whom it can be told how many were published; null when that is known. */
    private UltraLogLog publishedSketch;

    /** Those added since the last {@link #writeChanges}, in so far as they changed anything. */
    private long[] added = NOBODY;

    /** How many there are; {@link #WHOLE} when it is all to be written. */
    private int addedSize;

    /** Counts the user with this fingerprint, which is not 0. */
    void add(long user) {
        if (sketch != null) {
            sketchChanged = false;
            sketch.add(user, sketchChange);
            if (sketchChanged) {
                isNews = true;
                noteAddition(user);
            }
            return;
        }
        int at = place(user, users);
        if (users[at] == user) {
            return;
        }
        isNews = true;
        noteAddition(user);
        users[at] = user;
        if (++size > EXACT) {
            sketch = UltraLogLog.create(PRECISION);
            for (long known : users) {
                if (known != 0) {
                    sketch.add(known);
                }
            }
            users = new long[0];
        } else if (size * 2 > users.length) {
            long[] larger = new long[users.length * 2];
            for (long known : users) {
                if (known != 0) {
                    larger[place(known, larger)] = known;
                }
            }
            users = larger;
            mask = larger.length - 1;
        }
    }

    /** Reads where its tables are, and changes nothing. */
    long ask() {
        return size + (added == NOBODY ? 0 : 1);
    }

    /** As {@link #ask()}, one step further: where this user would be, and where it would be noted. */
    long ask(long user) {
        return askChanges() + (sketch == null ? users[(int) user & mask] : 0);
    }

    /** Reads where those are who were added since the last {@link #writeChanges}, and changes nothing. */
    long askChanges() {
        return added == NOBODY || addedSize == WHOLE ? 0 : added[Math.max(0, addedSize - 1)];
    }

    /**
     * Takes those who are counted now as the published ones.
     *
     * @return whether others were published before
     */
    boolean publish() {
        boolean news = isNews;
        if (news) {
            isNews = false;
            published = size;
            if (sketch != null) {
                publishedSketch = sketch.copy();
            }
        }
        return news;
    }

    /**
     * How many were published; an estimate is never below what was still exact. Of a sketch it is found out only when it is asked for:
     * to estimate it takes some ten microseconds.
     */
    long published() {
        if (publishedSketch != null) {
            published = Math.max(EXACT + 1, Math.round(publishedSketch.getDistinctCountEstimate()));
            publishedSketch = null;
        }
        return published;
    }

    /** Writes who was added since the last call, or the whole when they are many. */
    void writeChanges(StateWriter out) {
        out.count(addedSize);
        if (addedSize == WHOLE) {
            write(out);
        } else {
            for (int i = 0; i < addedSize; i++) {
                out.fixed(added[i]);
            }
        }
        forgetAdditions(NO_CHANGE);
    }

    void readChanges(StateReader in) {
        int additions = in.count();
        if (additions == WHOLE) {
            read(in);
        } else {
            for (int n = additions; n > 0; n--) {
                add(in.fixed());
            }
        }
        forgetAdditions(NO_CHANGE);
    }

    private void noteAddition(long user) {
        if (addedSize == WHOLE) {
            return;
        }
        if (addedSize == ADDITIONS) {
            forgetAdditions(WHOLE);
            return;
        }
        if (addedSize == added.length) {
            added = Arrays.copyOf(added, Math.max(4, 2 * addedSize));
        }
        added[addedSize++] = user;
    }

    /** Room that was not needed this time is given back. */
    private void forgetAdditions(int now) {
        if (added.length > KEPT && addedSize * 4 < added.length) {
            added = NOBODY;
        }
        addedSize = now;
    }

    /** Writes the whole. */
    void write(StateWriter out) {
        forgetAdditions(NO_CHANGE);
        out.flag(sketch != null);
        if (sketch != null) {
            out.bytes(sketch.getState());
            return;
        }
        out.count(size);
        for (long user : users) {
            if (user != 0) {
                out.fixed(user);
            }
        }
    }

    void clear() {
        users = new long[SMALLEST];
        mask = SMALLEST - 1;
        size = 0;
        sketch = null;
        publishedSketch = null;
        isNews = true;
        forgetAdditions(WHOLE);
    }

    void read(StateReader in) {
        clear();
        if (in.flag()) {
            sketch = UltraLogLog.wrap(in.bytes());
        } else {
            for (int n = in.count(); n > 0; n--) {
                add(in.fixed());
            }
        }
        forgetAdditions(NO_CHANGE);
    }

    private void noteChange(double decrease) {
        sketchChanged = true;
    }

    private static int place(long user, long[] table) {
        int mask = table.length - 1;
        int at = (int) user & mask;
        while (table[at] != 0 && table[at] != user) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
