package io.engage.figures.log;

import io.engage.figures.log.Partition.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The videos of a partition by the bytes of their ids, so that no text is made to find one. An entry's home is given by the
 * trailing bits of its id's fingerprint; collisions go to the next free place (linear probing; Knuth, TAOCP 3, 6.4,
 * algorithms L and R).
 */
final class VideoTable<V extends Video> {
    private static final int SMALLEST = 16;

    private Entry<V>[] places = places(SMALLEST);
    /**
     * The fingerprint of each place's entry, which need not be what the place holds once it is empty: of all entries that are in the way
     * only the one that is looked for is read.
     */
    private long[] fingerprints = new long[SMALLEST];

    private int size;

    /** What came back from memory: kept, so that the compiler does not leave out asking for it. */
    @SuppressWarnings("UnusedVariable")
    private long asked;

    int size() {
        return size;
    }

    /** The entry of this id, or null. */
    Entry<V> find(String id) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        return find(utf8, 0, utf8.length, Fingerprint.of(utf8, 0, utf8.length));
    }

    /** The entry of the id in these bytes, which have the given fingerprint, or null. */
    Entry<V> find(byte[] bytes, int from, int length, long fingerprint) {
        int mask = places.length - 1;
        for (int at = (int) fingerprint & mask; places[at] != null; at = (at + 1) & mask) {
            if (fingerprints[at] == fingerprint && places[at].isOf(bytes, from, length)) {
                return places[at];
            }
        }
        return null;
    }

    /** An entry of this fingerprint, which is hardly ever of another id than the one with this fingerprint that is looked for; null when there is none. */
    Entry<V> likely(long fingerprint) {
        int mask = places.length - 1;
        int at = (int) fingerprint & mask;
        while (fingerprints[at] != fingerprint && places[at] != null) {
            at = (at + 1) & mask;
        }
        return places[at];
    }

    /** Reads where {@link #likely} will look first, and changes nothing. */
    long ask(long fingerprint) {
        int at = (int) fingerprint & (places.length - 1);
        return fingerprints[at] + (places[at] == null ? 0 : 1);
    }

    /** Adds an entry whose id it does not hold. */
    void add(Entry<V> entry) {
        if (++size * 2 > places.length) {
            Entry<V>[] old = places;
            places = places(old.length * 2);
            fingerprints = new long[places.length];
            for (Entry<V> known : old) {
                if (known != null) {
                    put(known);
                }
            }
        }
        put(entry);
        entry.held = true;
    }

    /** Removes the entry of this id, if there is one. */
    void remove(String id) {
        Entry<V> entry = find(id);
        if (entry != null) {
            remove(entry);
        }
    }

    void removeIf(Predicate<Entry<V>> condition) {
        for (Entry<V> entry : places.clone()) {
            if (entry != null && condition.test(entry)) {
                remove(entry);
            }
        }
    }

    /** Goes through all of them; the action neither adds nor removes any. */
    void forEach(Consumer<Entry<V>> action) {
        List<Entry<V>> next = new ArrayList<>(Partition.ASKED_AT_ONCE);
        for (int at = 0; at < places.length; at++) {
            if (places[at] != null) {
                next.add(places[at]);
            }
            if (next.size() == Partition.ASKED_AT_ONCE || at == places.length - 1) {
                asked = Partition.ask(next, 0);
                next.forEach(action);
                next.clear();
            }
        }
    }

    /** Removes an entry that it holds. */
    void remove(Entry<V> entry) {
        entry.held = false;
        int mask = places.length - 1;
        int gap = (int) entry.fingerprint & mask;
        while (places[gap] != entry) {
            gap = (gap + 1) & mask;
        }
        places[gap] = null;
        size--;
        // What lies behind it would not be found any more where its home is at or before the gap.
        for (int at = (gap + 1) & mask; places[at] != null; at = (at + 1) & mask) {
            int home = (int) fingerprints[at] & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                places[gap] = places[at];
                fingerprints[gap] = fingerprints[at];
                places[at] = null;
                gap = at;
            }
        }
    }

    private void put(Entry<V> entry) {
        int mask = places.length - 1;
        int at = (int) entry.fingerprint & mask;
        while (places[at] != null) {
            at = (at + 1) & mask;
        }
        places[at] = entry;
        fingerprints[at] = entry.fingerprint;
    }

    @SuppressWarnings("unchecked")
    private static <V extends Video> Entry<V>[] places(int length) {
        return new Entry[length];
    }
}
