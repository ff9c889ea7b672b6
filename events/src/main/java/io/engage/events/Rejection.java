package io.engage.events;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * Refused input as it is kept in {@link Topics#REJECTED}.
 *
 * @param reason why it was refused, for people
 * @param receivedAt when it arrived, epoch ms
 * @param source who sent it: the id of a key and an address, never the key itself
 * @param input the refused bytes; only the first {@value #MAX_INPUT} are kept
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Rejection(String reason, long receivedAt, String source, byte[] input) {
    /** The most bytes of input that are kept. */
    public static final int MAX_INPUT = 4_096;

    public Rejection {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(source);
        input = Arrays.copyOf(input, Math.min(input.length, MAX_INPUT));
    }

    /** As a JSON object in UTF-8, on one line: {@code {"reason","received_at","source","input"}}, the input in base64. */
    public byte[] toJson() {
        return new JsonOutput()
                .raw("{\"reason\":")
                .string(reason)
                .raw(",\"received_at\":")
                .raw(Long.toString(receivedAt))
                .raw(",\"source\":")
                .string(source)
                .raw(",\"input\":\"")
                .raw(Base64.getEncoder().encodeToString(input))
                .raw("\"}")
                .toBytes();
    }
}
