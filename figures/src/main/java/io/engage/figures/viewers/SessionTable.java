package io.engage.figures.viewers;

import io.engage.figures.log.StateReader;
import io.engage.figures.log.StateWriter;
import java.util.Arrays;

/**
 * Sessions by the fingerprint of their id or user, in one flat array: 24 bytes an entry at a load between one quarter and
 * three quarters. A key may have several entries (the anonymous sessions of one user).
 *
 * <p>An entry's home is given by the leading bits of its key, so that a range of keys lies together whatever the table's
 * size, and a sweep over it can be interrupted. Collisions go to the next free place (linear probing; Knuth, TAOCP 3, 6.4,
 * algorithms L and R).
 */
final class SessionTable {
    /** A leave that waits for its play. */
    static final int WAITING_LEAVE = 1;
    /** Somebody watches. */
    static final int OPEN = 2;
    /** Was a view, nobody watches now. */
    static final int CLOSED = 3;

    private static final long KIND = 3;
    private static final long HEARTBEAT = 4;
    private static final long DIRTY = 8;
    private static final int ARRIVAL_SHIFT = 4;
    private static final int SMALLEST_BITS = 2;
    private static final int WIDTH = 3;
    private static final int ENTRIES_PER_RANGE = 4096;
    private static final int KEYS_PER_CALL = 8192;
    private static final int CHANGES_ASKED = 16;

    private int bits = SMALLEST_BITS;
    /**
     * The entries, so that one lies together in memory: key; when it happened by the event's timestamp, which is the newest sign
     * of life of what is open, else the newest end; and the sign, which is its arrival, whether it ever sent a heartbeat, and
     * what it is.
     */
    private long[] table = new long[WIDTH << SMALLEST_BITS];

    private int size;
    private long nextDeadline = Long.MAX_VALUE;

    private long[] dirty = new long[4];
    private int dirtyLength;
    /** Whether {@link #dirty} is in order, each key once. */
    private boolean dirtySorted;

    /** Hears which open entries are closed, and when their last sign of life arrived. */
    interface Closing {
        void closed(long key, long heard);
    }

    /** Hears which open entries are closed by silence, when their last sign of life arrived, and when they fell silent. */
    interface Silence {
        void closed(long key, long heard, long due);
    }

    int size() {
        return size;
    }

    /** The place of the first entry of the key, or -1. */
    int find(long key) {
        return find(key, home(key));
    }

    /** Reads where its tables are, and changes nothing. */
    long ask() {
        return bits + (dirty == null ? 0 : 1);
    }

    /** As {@link #ask()}, one step further: where the key would be, and where it would be noted. */
    long ask(long key) {
        return table[WIDTH * home(key)] + dirty[Math.max(0, dirtyLength - 1)];
    }

    /** Reads where the keys would be that changed, the last of them when they are many, and changes nothing. */
    long askChanges() {
        long back = 0;
        for (int i = Math.max(0, dirtyLength - CHANGES_ASKED); i < dirtyLength; i++) {
            back += table[WIDTH * home(dirty[i])];
        }
        return back;
    }

    /** The place of the next entry of the key after the given place, or -1. */
    int findNext(long key, int place) {
        return find(key, (place + 1) & (capacity() - 1));
    }

    private int find(long key, int from) {
        int mask = capacity() - 1;
        for (int at = from; key(at) != 0; at = (at + 1) & mask) {
            if (key(at) == key) {
                return at;
            }
        }
        return -1;
    }

    int kind(int place) {
        return (int) (sign(place) & KIND);
    }

    long date(int place) {
        return table[WIDTH * place + 1];
    }

    private long key(int place) {
        return table[WIDTH * place];
    }

    private long sign(int place) {
        return table[WIDTH * place + 2];
    }

    private void put(int place, long key, long date, long sign) {
        table[WIDTH * place] = key;
        table[WIDTH * place + 1] = date;
        table[WIDTH * place + 2] = sign;
    }

    private int capacity() {
        return 1 << bits;
    }

    long arrival(int place) {
        return sign(place) >> ARRIVAL_SHIFT;
    }

    boolean sentHeartbeat(int place) {
        return (sign(place) & HEARTBEAT) != 0;
    }

    void add(long key, int kind, long date, long arrival, boolean heartbeat) {
        if ((size + 1) * 4L > capacity() * 3L) {
            resize(bits + 1);
        }
        insert(key, date, sign(kind, arrival, heartbeat) | DIRTY);
        noteDirty(key);
    }

    void set(int place, int kind, long date, long arrival, boolean heartbeat) {
        boolean noted = (sign(place) & DIRTY) != 0;
        table[WIDTH * place + 1] = date;
        table[WIDTH * place + 2] = sign(kind, arrival, heartbeat) | DIRTY;
        if (!noted) {
            noteDirty(key(place));
        }
    }

    void remove(int place) {
        if ((sign(place) & DIRTY) == 0) {
            noteDirty(key(place));
        }
        delete(place);
        if (bits > SMALLEST_BITS && size * 4L < capacity()) {
            resize(bits - 1);
        }
    }

    /** Removes all entries. */
    void clear() {
        for (int i = 0; i < capacity(); i++) {
            if (key(i) != 0 && (sign(i) & DIRTY) == 0) {
                noteDirty(key(i));
            }
        }
        empty();
    }

    private void empty() {
        bits = SMALLEST_BITS;
        table = new long[WIDTH << bits];
        size = 0;
    }

    /**
     * Closes what was silent for too long at the given time and drops leaves that waited too long.
     *
     * @param keepClosed whether closed sessions stay, to be known again
     * @return how many open sessions were closed
     */
    int expire(long time, SessionRules rules, boolean keepClosed, Silence silence) {
        int closed = 0;
        nextDeadline = Long.MAX_VALUE;
        long heartbeatSilence = rules.heartbeatSilence().toMillis();
        long playSilence = rules.playSilence().toMillis();
        long leaveWait = rules.leaveWait().toMillis();
        for (int at = 0; at < capacity(); at++) {
            // What moves into the place of a removed entry is looked at as well.
            while (key(at) != 0) {
                long deadline = deadline(at, heartbeatSilence, playSilence, leaveWait);
                if (deadline > time) {
                    nextDeadline = Math.min(nextDeadline, deadline);
                    break;
                }
                closed += expireAt(at, deadline, keepClosed, silence);
            }
        }
        if (size * 4L < capacity() && bits > SMALLEST_BITS) {
            resize(Math.max(SMALLEST_BITS, 64 - Long.numberOfLeadingZeros(size * 2L)));
        }
        return closed;
    }

    /**
     * Closes the session of this place, or drops the leave that waits there, as {@link #expire} does.
     *
     * @param due its deadline
     * @return how many open sessions were closed: 0 or 1
     */
    int expireAt(int place, long due, boolean keepClosed, Silence silence) {
        boolean open = kind(place) == OPEN;
        if (open) {
            silence.closed(key(place), arrival(place), due);
        }
        if (open && keepClosed) {
            set(place, CLOSED, date(place), arrival(place), sentHeartbeat(place));
        } else {
            if ((sign(place) & DIRTY) == 0) {
                noteDirty(key(place));
            }
            delete(place);
        }
        return open ? 1 : 0;
    }

    /** The first time at which {@link #expire} would have something to do when it was called last; {@link Long#MAX_VALUE} for none. */
    long nextDeadline() {
        return nextDeadline;
    }

    /** When silence closes the session of this place, or its leave has waited long enough. */
    long deadline(int place, SessionRules rules) {
        return deadline(
                place,
                rules.heartbeatSilence().toMillis(),
                rules.playSilence().toMillis(),
                rules.leaveWait().toMillis());
    }

    private long deadline(int place, long heartbeatSilence, long playSilence, long leaveWait) {
        return switch (kind(place)) {
            case OPEN -> arrival(place) + (sentHeartbeat(place) ? heartbeatSilence : playSilence);
            case WAITING_LEAVE -> arrival(place) + leaveWait;
            default -> Long.MAX_VALUE;
        };
    }

    /**
     * Closes the open sessions whose last sign of life is dated at or before the given time.
     *
     * @return how many
     */
    int closeOpen(long until, boolean keepClosed, Closing closing) {
        int closed = 0;
        for (int at = 0; at < capacity(); at++) {
            while (key(at) != 0 && kind(at) == OPEN && date(at) <= until) {
                closed++;
                closing.closed(key(at), arrival(at));
                if (keepClosed) {
                    set(at, CLOSED, date(at), arrival(at), sentHeartbeat(at));
                } else {
                    if ((sign(at) & DIRTY) == 0) {
                        noteDirty(key(at));
                    }
                    delete(at);
                }
            }
        }
        return closed;
    }

    // The state's way to and from bytes.

    /**
     * Writes keys changed since they were last written, with all their entries: {@value #KEYS_PER_CALL} at the most.
     *
     * @return whether there are more, for another call
     */
    boolean writeChanges(StateWriter out) {
        sortDirty();
        int from = Math.max(0, dirtyLength - KEYS_PER_CALL);
        out.count(dirtyLength - from);
        for (int i = from; i < dirtyLength; i++) {
            long key = dirty[i];
            out.fixed(key);
            int first = find(key);
            int entries = 0;
            for (int at = first; at >= 0; at = findNext(key, at)) {
                entries++;
            }
            out.count(entries);
            for (int at = first; entries > 0; entries--) {
                table[WIDTH * at + 2] &= ~DIRTY;
                writeEntry(out, at);
                at = entries > 1 ? findNext(key, at) : at;
            }
        }
        dirtyLength = from;
        if (from == 0) {
            forgetDirty();
        }
        return from > 0;
    }

    /** What changed need not be written: all is. */
    void forgetChanges() {
        for (int i = 0; i < dirtyLength; i++) {
            for (int at = find(dirty[i]); at >= 0; at = findNext(dirty[i], at)) {
                table[WIDTH * at + 2] &= ~DIRTY;
            }
        }
        forgetDirty();
    }

    private void sortDirty() {
        if (dirtySorted || dirtyLength < 2) {
            return;
        }
        Arrays.sort(dirty, 0, dirtyLength);
        int distinct = 0;
        for (int i = 0; i < dirtyLength; i++) {
            if (i == 0 || dirty[i] != dirty[i - 1]) {
                dirty[distinct++] = dirty[i];
            }
        }
        dirtyLength = distinct;
        dirtySorted = true;
    }

    void readChanges(StateReader in) {
        for (int n = in.count(); n > 0; n--) {
            long key = in.fixed();
            for (int at = find(key); at >= 0; at = find(key)) {
                delete(at);
            }
            for (int entries = in.count(); entries > 0; entries--) {
                readEntry(in, key);
            }
        }
    }

    /** The end of a range of keys that begins at the given key and holds some thousand entries; 0 for the end of all. */
    long rangeEnd(long from) {
        int ranges = Math.max(0, 64 - Long.numberOfLeadingZeros(size / ENTRIES_PER_RANGE));
        long end = ranges == 0 ? 0 : from + (1L << (64 - ranges));
        return Long.compareUnsigned(end, from) <= 0 ? 0 : end;
    }

    /** Writes all entries with keys in [from, to), unsigned, where a {@code to} of 0 is the end of all. */
    void writeRange(StateWriter out, long from, long to) {
        int entries = from == 0 && to == 0 ? size : countRange(from, to);
        out.count(entries);
        for (int at = home(from), looked = 0; looked < capacity() && entries > 0; at = next(at), looked++) {
            if (key(at) != 0 && inRange(key(at), from, to)) {
                out.fixed(key(at));
                writeEntry(out, at);
                entries--;
            }
        }
    }

    private int countRange(long from, long to) {
        int entries = 0;
        for (int at = home(from), looked = 0; looked < capacity(); at = next(at), looked++) {
            if (key(at) == 0) {
                if (to != 0 && beyond(at, from, to)) {
                    break;
                }
            } else if (inRange(key(at), from, to)) {
                entries++;
            }
        }
        return entries;
    }

    void readRange(StateReader in, long from, long to) {
        for (int at = 0; at < capacity(); at++) {
            while (key(at) != 0 && inRange(key(at), from, to)) {
                delete(at);
            }
        }
        for (int n = in.count(); n > 0; n--) {
            readEntry(in, in.fixed());
        }
    }

    /** Whether an empty place ends every run of entries that can hold keys of the range. */
    private boolean beyond(int place, long from, long to) {
        int end = home(to);
        int start = home(from);
        return start <= end && (place >= end || place < start);
    }

    private static boolean inRange(long key, long from, long to) {
        return Long.compareUnsigned(key, from) >= 0 && (to == 0 || Long.compareUnsigned(key, to) < 0);
    }

    private void writeEntry(StateWriter out, int at) {
        out.signed(date(at));
        out.signed(sign(at) & ~DIRTY);
    }

    private void readEntry(StateReader in, long key) {
        if ((size + 1) * 4L > capacity() * 3L) {
            resize(bits + 1);
        }
        insert(key, in.signed(), in.signed());
    }

    private void forgetDirty() {
        dirtyLength = 0;
        if (dirty.length > 1024) {
            dirty = new long[4];
        }
    }

    private void noteDirty(long key) {
        if (dirtyLength == dirty.length) {
            dirty = Arrays.copyOf(dirty, dirtyLength * 2);
        }
        dirty[dirtyLength++] = key;
        dirtySorted = false;
    }

    private void insert(long key, long date, long sign) {
        int at = home(key);
        while (key(at) != 0) {
            at = next(at);
        }
        put(at, key, date, sign);
        size++;
    }

    /** Takes an entry out and moves those behind it that would not be found any more. */
    private void delete(int place) {
        int gap = place;
        table[WIDTH * gap] = 0;
        for (int at = next(gap); key(at) != 0; at = next(at)) {
            int home = home(key(at));
            boolean reachable = gap <= at ? gap < home && home <= at : gap < home || home <= at;
            if (!reachable) {
                put(gap, key(at), date(at), sign(at));
                table[WIDTH * at] = 0;
                gap = at;
            }
        }
        size--;
    }

    private void resize(int newBits) {
        long[] old = table;
        bits = newBits;
        table = new long[WIDTH << bits];
        size = 0;
        for (int i = 0; i < old.length; i += WIDTH) {
            if (old[i] != 0) {
                insert(old[i], old[i + 1], old[i + 2]);
            }
        }
    }

    private int home(long key) {
        return (int) (key >>> (64 - bits));
    }

    private int next(int place) {
        return (place + 1) & (capacity() - 1);
    }

    private static long sign(int kind, long arrival, boolean heartbeat) {
        return (arrival << ARRIVAL_SHIFT) | (heartbeat ? HEARTBEAT : 0) | kind;
    }
}
