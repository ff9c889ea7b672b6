package io.engage.ingest.http;

import io.engage.events.Rejection;
import io.engage.events.Topics;
import io.engage.ingest.body.Memory;
import io.engage.ingest.body.Rejected;
import io.engage.ingest.kafka.Delivery;
import io.engage.ingest.kafka.EventLog;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/** Keeps refused input for people to look at, in {@link Topics#REJECTED}. Nobody waits for it; what could not be kept is counted. */
@Singleton
class RejectedInput {
    private static final Logger LOG = Logger.getLogger(RejectedInput.class);
    /** A shorter secret is no secret, and would be found in innocent text. */
    private static final int SHORTEST_SECRET = 16;

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
        byte[] hidden = secret.length() < SHORTEST_SECRET ? new byte[0] : secret.getBytes(StandardCharsets.UTF_8);
        List<byte[]> records = new ArrayList<>(rejected.size());
        long bytes = 0;
        for (Rejected one : rejected) {
            int to = Math.min(one.to(), one.from() + Rejection.MAX_INPUT + hidden.length);
            byte[] input = Arrays.copyOfRange(body, one.from(), to);
            blot(input, hidden);
            byte[] record = new Rejection(one.reason(), now, source, input).toJson();
            records.add(record);
            bytes += record.length;
        }
        if (!memory.take(bytes)) {
            lost(records.size(), source, "too much is in flight");
            return;
        }
        long taken = bytes;
        Delivery delivery = new Delivery(records.size(), failure -> {
            memory.giveBack(taken);
            if (failure != null) {
                lost(records.size(), source, failure.getMessage());
            }
        });
        for (byte[] record : records) {
            log.append(Topics.REJECTED, null, record, delivery);
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
