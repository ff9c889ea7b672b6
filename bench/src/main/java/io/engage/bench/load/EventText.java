package io.engage.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes generated events as JSON, with little work: millions a second are wanted. Everything in them is ASCII and needs no escape. */
final class EventText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DEGREE_DIGITS = 5;

    private byte[] buffer = new byte[512];
    private int length;

    EventText begin(String eventType) {
        length = 0;
        return raw("{\"event_type\":\"").raw(eventType).raw("\"");
    }

    /** A field whose value is one letter and a number. */
    EventText id(String field, char letter, long number) {
        raw(",\"").raw(field).raw("\":\"");
        buffer[length++] = (byte) letter;
        return number(number).raw("\"");
    }

    EventText whole(String field, long number) {
        return raw(",\"").raw(field).raw("\":").number(number);
    }

    EventText text(String field, String value) {
        return raw(",\"").raw(field).raw("\":\"").raw(value).raw("\"");
    }

    /** Degrees in hundred-thousandths. */
    EventText degrees(String field, int hundredThousandths) {
        raw(",\"").raw(field).raw(hundredThousandths < 0 ? "\":-" : "\":");
        int size = Math.abs(hundredThousandths);
        number(size / 100_000).raw(".");
        int fraction = size % 100_000;
        for (int digit = DEGREE_DIGITS - 1; digit >= 0; digit--) {
            buffer[length + digit] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        length += DEGREE_DIGITS;
        return this;
    }

    /** An event's id in the form of a UUID. */
    byte[] end(long high, long low) {
        raw(",\"event_id\":\"");
        hex(high >>> 32, 8).raw("-");
        hex(high >>> 16, 4).raw("-");
        hex(high, 4).raw("-");
        hex(low >>> 48, 4).raw("-");
        hex(low, 12).raw("\"}");
        return Arrays.copyOf(buffer, length);
    }

    private EventText hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            buffer[length++] = HEX[(int) (value >>> shift) & 0xF];
        }
        return this;
    }

    private EventText number(long value) {
        if (value == 0) {
            buffer[length++] = '0';
            return this;
        }
        int digits = 0;
        for (long rest = value; rest > 0; rest /= 10) {
            digits++;
        }
        int at = length + digits;
        for (long rest = value; rest > 0; rest /= 10) {
            buffer[--at] = (byte) ('0' + rest % 10);
        }
        length += digits;
        return this;
    }

    @SuppressWarnings("deprecation") // the one way to take the low bytes without a copy
    private EventText raw(String text) {
        text.getBytes(0, text.length(), buffer, length);
        length += text.length();
        return this;
    }
}
