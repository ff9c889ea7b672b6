package io.engage.local.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The unit in which a log counts time. */
enum LogTime {
    /** Minutes since the log began, as the original simulator writes them. */
    MINUTES(60_000),
    /** Seconds since 1970. */
    SECONDS(1_000),
    /** Milliseconds since 1970; ISO-8601 instants, too. */
    MILLISECONDS(1);

    /** Below it a number cannot be a time since 1970: it would be in the first day in ms, and minutes make 190 years. */
    private static final BigDecimal MINUTES_END = BigDecimal.valueOf(100_000_000L);

    /** Below it a number of seconds is before the year 5138, and one of ms before 1973. */
    private static final BigDecimal SECONDS_END = BigDecimal.valueOf(100_000_000_000L);

    private final BigDecimal ms;

    LogTime(long ms) {
        this.ms = BigDecimal.valueOf(ms);
    }

    /** The unit that a number is in, by its size. */
    static LogTime of(BigDecimal number) {
        BigDecimal size = number.abs();
        if (size.compareTo(MINUTES_END) < 0) {
            return MINUTES;
        }
        return size.compareTo(SECONDS_END) < 0 ? SECONDS : MILLISECONDS;
    }

    /** A number of this unit in whole ms. */
    long toMs(BigDecimal number) {
        return number.multiply(ms).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /** The epoch ms of an ISO-8601 instant, or null when the text is none. */
    static Long ofIso(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }
}
