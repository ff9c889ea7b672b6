package io.engage.figures.viewers;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;

/**
 * How many different users: exact up to {@value #EXACT}, beyond that an UltraLogLog sketch (O. Ertl, "UltraLogLog", PVLDB
 * 17(7), 2024) of 4,096 registers in 4 KB. Its standard error is 0.78 / √4096 = 1.2 %; 95 of 100 estimates lie within 2.4 %.
 */
final class UniqueUsers {
    /** Up to so many the count is exact. */
    static final int EXACT = 256;

    private static final int PRECISION = 12;

    private long[] users = new long[4];
    private int size;
    private UltraLogLog sketch;
    private boolean changed;
    private long estimate = -1;

    /** Counts the user with this fingerprint, which is not 0. */
    void add(long user) {
        if (sketch != null) {
            sketch.add(user, this::noteChange);
            return;
        }
        int at = place(user, users);
        if (users[at] == user) {
            return;
        }
        changed = true;
        users[at] = user;
        if (++size > EXACT) {
            sketch = UltraLogLog.create(PRECISION);
            for (long known : users) {
                if (known != 0) {
                    sketch.add(known);
                }
            }
            users = new long[0];
            estimate = -1;
        } else if (size * 2 > users.length) {
            long[] larger = new long[users.length * 2];
            for (long known : users) {
                if (known != 0) {
                    larger[place(known, larger)] = known;
                }
            }
            users = larger;
        }
    }

    long count() {
        if (sketch == null) {
            return size;
        }
        if (estimate < 0) {
            estimate = Math.round(sketch.getDistinctCountEstimate());
        }
        return estimate;
    }

    /** Writes itself when it changed since the last call, else only that it did not. */
    void writeChanges(StateWriter out) {
        out.flag(changed);
        if (changed) {
            write(out);
        }
        changed = false;
    }

    void readChanges(StateReader in) {
        if (in.flag()) {
            read(in);
        }
    }

    void write(StateWriter out) {
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
        users = new long[4];
        size = 0;
        sketch = null;
        estimate = -1;
        changed = true;
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
        changed = false;
    }

    private void noteChange(double decrease) {
        changed = true;
        estimate = -1;
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
