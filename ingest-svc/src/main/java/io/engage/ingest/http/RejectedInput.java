package io.engage.ingest.http;

import io.engage.events.Rejection;
import io.engage.events.Topics;
import io.engage.ingest.body.Memory;
import io.engage.ingest.body.Rejected;
import io.engage.ingest.kafka.Delivery;
import io.engage.ingest.kafka.EventLog;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/** Keeps refused input for people to look at, in {@link Topics#REJECTED}. Nobody waits for it; what could not be kept is counted. */
@Singleton
class RejectedInput {
    private static final Logger LOG = Logger.getLogger(RejectedInput.class);
    /** A shorter secret is no secret, and would be found in innocent text. */
    private static final int SHORTEST_SECRET = 16;

    private static final byte[] NOTHING = new byte[0];

    private final Memory memory;
    private final Counters counters;

    RejectedInput(Memory memory, Counters counters) {
        this.memory = memory;
        this.counters = counters;
    }

    /**
     * Keeps what was refused of a body.
     *
     * @param secret the key it came with, which is blotted out where it stands in the input
     * @param source who sent it
     */
    void keep(List<Rejected> rejected, byte[] body, String secret, String source, long now, EventLog log) {
        long taken = (long) rejected.size() * EventLog.COST_OF_RECORD;
        if (!memory.take(taken)) {
            lost(rejected.size(), source, "too much is in flight");
            return;
        }
        int size = rejected.size();
        Delivery delivery = new Delivery(size, failure -> {
            memory.giveBack(taken);
            if (failure != null) {
                lost(size, source, failure.getMessage());
            }
        });
        byte[] hidden = secret.length() < SHORTEST_SECRET ? NOTHING : secret.getBytes(StandardCharsets.UTF_8);
        for (Rejected one : rejected) {
            // A secret across the cut must not survive in part.
            int to = Math.min(one.to(), one.from() + Rejection.MAX_INPUT + hidden.length);
            byte[] input = Arrays.copyOfRange(body, one.from(), to);
            blot(input, hidden);
            log.append(Topics.REJECTED, null, new Rejection(one.reason(), now, source, input).toJson(), delivery);
        }
    }

    private void lost(int inputs, String source, String reason) {
        counters.rejectedLost(inputs);
        LOG.warnf("Not all of %d refused inputs of %s could be kept: %s", inputs, source, reason);
    }

    /** Overwrites every occurrence of the hidden bytes. */
    static void blot(byte[] input, byte[] hidden) {
        if (hidden.length == 0) {
            return;
        }
        for (int i = 0; i + hidden.length <= input.length; i++) {
            if (Arrays.equals(input, i, i + hidden.length, hidden, 0, hidden.length)) {
                Arrays.fill(input, i, i + hidden.length, (byte) '*');
            }
        }
    }
}
