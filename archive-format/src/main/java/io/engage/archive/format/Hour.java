package io.engage.archive.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * An hour in UTC.
 *
 * @param number whole hours since the epoch
 */
public record Hour(long number) implements Comparable<Hour> {
    private static final long MS = ChronoUnit.HOURS.getDuration().toMillis();

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

    /** The hour as people write it, such as {@code 2026-11-23T01:00:00Z}. */
    public Instant instant() {
        return Instant.ofEpochMilli(start());
    }
}
