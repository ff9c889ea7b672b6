package io.engage.batch.archive;

import io.engage.archive.format.Hour;

/**
 * An hour as it stands in the names of the curated folders. Most events are of the hour of the one before, so its name need not be made
 * for each.
 *
 * @param dt such as {@code 2026-11-23}
 * @param hr such as {@code 01}
 */
public record HourName(Hour hour, String dt, String hr) {
    /** The name of the hour of a time in epoch ms. */
    public static HourName of(long time) {
        Hour hour = Hour.of(time);
        return new HourName(hour, hour.day().toString(), (hour.hr() < 10 ? "0" : "") + hour.hr());
    }

    /** This, when the time is within the hour, else the name of the time's hour. */
    public HourName at(long time) {
        return hour.start() <= time && time < hour.end() ? this : of(time);
    }
}
