package io.engage.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Derives the id of an event that was sent without one, from what it says and not from how it is written: a repeated
 * delivery has the same id, whatever its white space, order of fields, escapes, form of the time or unknown fields.
 *
 * <p>The id is the first 128 bits, as 32 hex digits, of the SHA-256 of: type, video id, user id, timestamp (8 bytes),
 * place (latitude and longitude in IEEE 754, 8 bytes each), session id, comment, title. Each text is preceded by the length of its
 * UTF-8 in 4 bytes; an absent text or place is -1 in 4 bytes. Numbers are big-endian.
 *
 * <p>Not safe for use by several threads.
 */
public final class DerivedId {
    private final MessageDigest sha256;
    private byte[] message = new byte[512];
    private int length;

    public DerivedId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * The id of an event with this content.
     *
     * @param place or null
     * @param sessionId or null
     * @param comment null for all but comments
     * @param title null for all but {@code start_video}, and where it has none
     */
    public String of(
            EventType type,
            String videoId,
            String userId,
            long timestamp,
            Place place,
            String sessionId,
            String comment,
            String title) {
        length = 0;
        text(type.wireName());
        text(videoId);
        text(userId);
        number(timestamp, Long.BYTES);
        if (place == null) {
            number(-1, Integer.BYTES);
        } else {
            // Adding zero makes one zero of the two.
            number(Double.doubleToLongBits(place.latitude() + 0.0), Long.BYTES);
            number(Double.doubleToLongBits(place.longitude() + 0.0), Long.BYTES);
        }
        text(sessionId);
        text(comment);
        text(title);
        sha256.update(message, 0, length);
        return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    private void text(String text) {
        if (text == null) {
            number(-1, Integer.BYTES);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length, Integer.BYTES);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, message, length, bytes.length);
        length += bytes.length;
    }

    private void number(long value, int bytes) {
        ensure(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            message[length++] = (byte) (value >>> shift);
        }
    }

    private void ensure(int more) {
        if (message.length - length < more) {
            message = Arrays.copyOf(message, Math.max(2 * message.length, length + more));
        }
    }
}
