package io.engage.portal.history;

import io.engage.portal.videos.BadQuery;
import java.util.function.Function;

/**
 * Which part of a history is asked for. Points begin at whole multiples of the step, counted from the epoch, so that two
 * answers with the same step fit together.
 *
 * @param from the first point's time, epoch ms, a multiple of the step
 * @param to later than every point's time, epoch ms, a multiple of the step
 * @param step seconds, a multiple of {@value #SLOT}
 */
public record HistoryQuery(long from, long to, int step) {
    /** Seconds of the slots that Redis holds. */
    public static final int SLOT = 10;

    /** The most points of one answer: a day of slots. */
    public static final int MOST_POINTS = 8640;

    private static final int LONGEST_STEP = 86_400;
    private static final long HOUR_MS = 3_600_000;

    public HistoryQuery {
        if (step < SLOT || step > LONGEST_STEP || step % SLOT != 0) {
            throw new BadQuery("step must be a multiple of " + SLOT + " seconds, from " + SLOT + " to " + LONGEST_STEP);
        }
        if (from < 0 || from >= to) {
            throw new BadQuery("from must be earlier than to, both in milliseconds since the epoch");
        }
        long stepMs = step * 1000L;
        from = from - from % stepMs;
        to = to + (stepMs - to % stepMs) % stepMs;
        if ((to - from) / stepMs > MOST_POINTS) {
            throw new BadQuery("The answer would have more than " + MOST_POINTS
                    + " points; ask for a shorter time between from and to, or a longer step");
        }
    }

    /**
     * Reads the parameters of an address: by default the last hour in steps of 10 s.
     *
     * @param parameter gives a parameter's text, or null when it is absent
     * @param now epoch ms
     * @throws BadQuery when one of them cannot be understood
     */
    public static HistoryQuery parse(Function<String, String> parameter, long now) {
        long to = time(parameter, "to", now);
        return new HistoryQuery(time(parameter, "from", Math.max(0, to - HOUR_MS)), to, step(parameter.apply("step")));
    }

    private static long time(Function<String, String> parameter, String name, long otherwise) {
        String text = parameter.apply(name);
        if (text == null) {
            return otherwise;
        }
        // Fifteen digits last until the year 33658.
        if (!text.matches("[0-9]{1,15}")) {
            throw new BadQuery(name + " must be a time in milliseconds since the epoch");
        }
        return Long.parseLong(text);
    }

    private static int step(String text) {
        if (text == null) {
            return SLOT;
        }
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    /** How many slots of Redis the answer is made of. */
    public long slots() {
        return (to - from) / (SLOT * 1000L);
    }
}
