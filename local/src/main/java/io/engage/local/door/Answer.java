package io.engage.local.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the door says to a batch. */
sealed interface Answer {
    /**
     * It has dealt with the batch.
     *
     * @param accepted how many events it took
     * @param rejected those it did not take, as far as it names them
     */
    record Settled(int accepted, List<Rejected> rejected) implements Answer {}

    /**
     * An event that was not taken.
     *
     * @param index its place in the batch, from 0
     */
    record Rejected(int index, String reason) {}

    /**
     * It cannot now; the same batch may come again.
     *
     * @param after when at the earliest, if it says so
     */
    record Later(String reason, Optional<Duration> after) implements Answer {}

    /** The batch is too large. */
    record TooLarge() implements Answer {}

    /** It never will: something is wrong with the address or the key. */
    record Never(String reason) implements Answer {}

    JsonFactory JSON = new JsonFactory();

    /** Reads the answer from the status, the header {@code Retry-After} and the body of a response. */
    static Answer of(int status, Optional<String> retryAfter, byte[] body) {
        return switch (status) {
            case 200, 202, 400 -> settled(status, body);
            case 401, 403 ->
                new Never("the door refuses the key (HTTP " + status
                        + "); give a key of the kind \"server\" with --key or in ENGAGE_KEY");
            case 413 -> new TooLarge();
            case 408, 429, 500, 502, 503, 504 ->
                new Later("it answers HTTP " + status, retryAfter.flatMap(Answer::seconds));
            default -> new Never("it answers HTTP " + status + ", as no door of Engage does; check --url");
        };
    }

    private static Answer settled(int status, byte[] body) {
        int accepted = -1;
        List<Rejected> rejected = new ArrayList<>();
        try (JsonParser p = JSON.createParser(body)) {
            if (p.nextToken() == JsonToken.START_OBJECT) {
                for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                    JsonToken value = p.nextToken();
                    if (name.equals("accepted") && value == JsonToken.VALUE_NUMBER_INT) {
                        accepted = p.getIntValue();
                    } else if (name.equals("rejected") && value == JsonToken.START_ARRAY) {
                        while (p.nextToken() == JsonToken.START_OBJECT) {
                            rejected.add(rejected(p));
                        }
                    } else {
                        p.skipChildren();
                    }
                }
            }
        } catch (IOException e) {
            accepted = -1;
        }
        return accepted < 0
                ? new Never("it answers HTTP " + status + " without saying what it accepted; check --url")
                : new Settled(accepted, List.copyOf(rejected));
    }

    private static Rejected rejected(JsonParser p) throws IOException {
        int index = -1;
        String reason = "no reason given";
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            JsonToken value = p.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = p.getIntValue();
            } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
                reason = p.getText();
            } else {
                p.skipChildren();
            }
        }
        return new Rejected(index, reason);
    }

    private static Optional<Duration> seconds(String retryAfter) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
