package io.engage.figures.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is to be looked at in which second. The next seconds, in which most of it is, need no lookup and leave nothing to collect. */
final class Calendar<E> {
    /** A power of two; more than the seconds of a window. */
    private static final int NEAR = 16;

    /** Of the seconds that are less than {@link #NEAR} away from the last one taken, by their trailing bits. */
    private final List<List<E>> near = new ArrayList<>(NEAR);

    private final Map<Long, List<E>> far = new HashMap<>();
    private long taken = Long.MIN_VALUE;

    Calendar() {
        for (int i = 0; i < NEAR; i++) {
            near.add(new ArrayList<>());
        }
    }

    /** @param second later than the last one taken */
    void add(long second, E what) {
        if (second - taken < NEAR && taken != Long.MIN_VALUE) {
            near(second).add(what);
        } else {
            far.computeIfAbsent(second, s -> new ArrayList<>()).add(what);
        }
    }

    /** Takes out what is of this second, which is the one after the last one taken, unless nothing is there at all. */
    void take(long second, Consumer<? super E> to) {
        taken = second;
        List<E> soon = near(second);
        soon.forEach(to);
        soon.clear();
        List<E> planned = far.isEmpty() ? null : far.remove(second);
        if (planned != null) {
            planned.forEach(to);
        }
    }

    void clear() {
        near.forEach(List::clear);
        far.clear();
        taken = Long.MIN_VALUE;
    }

    private List<E> near(long second) {
        return near.get((int) second & (NEAR - 1));
    }
}
