package io.engage.local.door;

import java.time.Duration;
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

    /** Reads the answer from the status, the header {@code Retry-After} and the body of a response. */
    static Answer of(int status, Optional<String> retryAfter, byte[] body) {
        AnswerBody said = AnswerBody.read(body);
        String http = "it answers HTTP " + status + (said.reason() == null ? "" : ": " + said.reason());
        return switch (status) {
            case 200, 202, 400 -> {
                if (said.accepted() < 0) {
                    yield new Never(http + ", without saying what it accepted; check --url");
                }
                // Refused as a whole: for the form of the request, not for its events.
                yield said.reason() != null && said.rejected().isEmpty()
                        ? new Never(http)
                        : new Settled(said.accepted(), said.rejected());
            }
            case 401, 403 -> new Never(http + "; give a key of the kind \"server\" with --key or in ENGAGE_KEY");
            case 413 -> new TooLarge();
            case 408, 429, 500, 502, 503, 504 -> new Later(http, retryAfter.flatMap(Answer::seconds));
            default -> new Never(http + ", as no door of Engage does; check --url");
        };
    }

    private static Optional<Duration> seconds(String retryAfter) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
