package io.engage.figures.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is to be looked at in which second. The next seconds, in which most of it is, need no lookup and leave nothing to collect. */
final class Calendar<E> {
    /** A power of two; more than the seconds of a window and of a slot. */
    private static final int NEAR = 32;

    /** Of the seconds that are less than {@link #NEAR} away from the last one taken, by their trailing bits. */
    private final List<List<E>> near = new ArrayList<>(NEAR);

    private final Map<Long, List<E>> far = new HashMap<>();
    private long taken;

    Calendar() {
        for (int i = 0; i < NEAR; i++) {
            near.add(new ArrayList<>());
        }
    }

    /** @param second later than the last one taken */
    void add(long second, E what) {
        if (second - taken < NEAR) {
            near(second).add(what);
        } else {
            far.computeIfAbsent(second, s -> new ArrayList<>()).add(what);
        }
    }

    /** Takes out what is of the seconds after those taken before up to and at this one, in their order. */
    void takeUntil(long second, Consumer<? super E> to) {
        while (taken < second) {
            taken++;
            List<E> soon = near(taken);
            soon.forEach(to);
            soon.clear();
            List<E> planned = far.isEmpty() ? null : far.remove(taken);
            if (planned != null) {
                planned.forEach(to);
            }
        }
    }

    /** Forgets all that was planned, and takes all seconds up to and at this one for taken. */
    void clear(long second) {
        near.forEach(List::clear);
        far.clear();
        taken = second;
    }

    /** How much is planned. */
    int size() {
        return near.stream().mapToInt(List::size).sum()
                + far.values().stream().mapToInt(List::size).sum();
    }

    private List<E> near(long second) {
        return near.get((int) second & (NEAR - 1));
    }
}
