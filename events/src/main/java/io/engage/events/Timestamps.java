package io.engage.events;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads timestamps and holds them against the clock. */
final class Timestamps {
    /** No time at all. */
    static final long UNREADABLE = Long.MIN_VALUE;

    private Timestamps() {}

    /** The epoch ms of an ISO-8601 instant with a zone, finer parts cut, or {@link #UNREADABLE}. */
    static long ofIso(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            return UNREADABLE;
        }
    }

    /** The integer in these bytes, a JSON number; one beyond a long is the nearest long. */
    static long ofDigits(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                value = Long.MAX_VALUE;
                break;
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    /** Why the contract refuses this timestamp, for people, or null when it does not. */
    static String wrong(long timestamp, boolean fresh, long now) {
        if (fresh && timestamp > now + EventParser.MAX_AHEAD) {
            return "timestamp is more than 5 min ahead of the clock here" + by(timestamp - now, timestamp, now)
                    + "; correct the sender's clock";
        }
        if (fresh && timestamp < now - EventParser.MAX_BEHIND) {
            return "timestamp is more than 7 d behind the clock here" + by(now - timestamp, timestamp, now)
                    + "; old events cannot be counted";
        }
        if (timestamp < 0 || timestamp > Occurrence.MAX_TIMESTAMP) {
            return "timestamp must be between the years 1970 and 9999";
        }
        return null;
    }

    /** How far it is off; for a timestamp that fits in another unit, which one it seems to be in. */
    private static String by(long off, long timestamp, long now) {
        if (Math.abs(timestamp - now / 1_000) < 1_000_000_000L) {
            return ", it seems to be in seconds; send milliseconds";
        }
        if (Math.abs(timestamp / 1_000 - now) < 1_000_000_000_000L) {
            return ", it seems to be in microseconds; send milliseconds";
        }
        return off > 0 && off < 1_000L * 86_400_000 ? " (by " + off / 1_000 + " s)" : "";
    }
}
