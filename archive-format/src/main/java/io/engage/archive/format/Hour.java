package io.engage.archive.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An hour in UTC.
 *
 * @param number whole hours since the epoch
 */
public record Hour(long number) implements Comparable<Hour> {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:T(\\d\\d))?");
    private static final long MS = ChronoUnit.HOURS.getDuration().toMillis();

    /** Before all that can be archived. */
    public static final Hour FIRST = new Hour(0);

    /** Behind all that can be archived. */
    public static final Hour END = of(LocalDate.of(9999, 12, 31), 23);

    /** The hour of a time in epoch ms. */
    public static Hour of(long time) {
        return new Hour(Math.floorDiv(time, MS));
    }

    /** The hour {@code hr} of the day. */
    public static Hour of(LocalDate day, int hr) {
        if (hr < 0 || hr > 23) {
            throw new IllegalArgumentException("An hour is 0 to 23, not " + hr);
        }
        return new Hour(day.toEpochDay() * 24 + hr);
    }

    /**
     * The hour that people write as {@code 2026-11-23T05}, or as {@code 2026-11-23} for the first one of a day.
     *
     * @throws IllegalArgumentException with a message for them
     */
    public static Hour parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        try {
            if (matcher.matches()) {
                return of(
                        LocalDate.parse(matcher.group(1)),
                        matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' is no hour; write 2026-11-23 or 2026-11-23T05");
    }

    /** Its day. */
    public LocalDate day() {
        return LocalDate.ofEpochDay(Math.floorDiv(number, 24L));
    }

    /** 0 to 23. */
    public int hr() {
        return Math.floorMod(number, 24);
    }

    /** Its first millisecond. */
    public long start() {
        return number * MS;
    }

    /** The first millisecond after it. */
    public long end() {
        return start() + MS;
    }

    @Override
    public int compareTo(Hour other) {
        return Long.compare(number, other.number);
    }

    /** As it stands in names: {@code dt=2026-11-23/hr=01}. */
    @Override
    public String toString() {
        return "dt=" + day() + "/hr=" + (hr() < 10 ? "0" : "") + hr();
    }
}
