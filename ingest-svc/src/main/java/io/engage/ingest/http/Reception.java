package io.engage.ingest.http;

import io.engage.ingest.IngestConfig;
import io.engage.ingest.body.BatchReader;
import io.engage.ingest.body.Format;
import io.engage.ingest.body.Gzip;
import io.engage.ingest.body.Memory;
import io.engage.ingest.body.Reading;
import io.engage.ingest.body.Rejected;
import io.engage.ingest.kafka.Delivery;
import io.engage.ingest.kafka.EventLog;
import io.engage.ingest.keys.KeyKind;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes in the bodies of admitted requests, reads their events, hands them to Kafka and answers once Kafka has them. A body costs the memory
 * that arrived of it, within the limits of one body and of all together; a slow one is given up.
 */
@Singleton
class Reception {
    private static final Logger LOG = Logger.getLogger(Reception.class);
    /** What takes longer to read than this shall not hold up the other requests on its thread. */
    private static final int LARGE_BODY = 256 * 1024;

    private static final int FIRST_BUFFER = 4 * 1024;
    private static final int LARGEST_FIRST_BUFFER = 64 * 1024;
    private static final long LOOK_AGAIN_MS = 100;
    private static final ThreadLocal<BatchReader> READER = ThreadLocal.withInitial(BatchReader::new);
    private static final byte[] NOTHING = new byte[0];

    private final IngestConfig config;
    private final Memory memory;
    private final Counters counters;
    private final RejectedInput rejectedInput;
    private final int maxBody;
    private final AtomicBoolean kafkaFails = new AtomicBoolean();

    Reception(IngestConfig config, Memory memory, Counters counters, RejectedInput rejectedInput) {
        this.config = config;
        this.memory = memory;
        this.counters = counters;
        this.rejectedInput = rejectedInput;
        this.maxBody = Math.toIntExact(config.maxBody().asLongValue());
    }

    static Answer tooLong(IngestConfig config) {
        return Answer.refused(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "the body has more than " + config.maxBody().asLongValue()
                        + " bytes, as sent or decompressed; send the events in several requests");
    }

    /** Takes in one request. To be called on its event loop; all of its answer happens there. */
    void receive(Vertx vertx, HttpServerRequest request, Sender sender, Format format, boolean gzip, EventLog log) {
        new Receipt(vertx, request, sender, format, gzip, log).begin();
    }

    /** One request on its way from the first byte to the answer. */
    private final class Receipt {
        private final Vertx vertx;
        private final Context context;
        private final HttpServerRequest request;
        private final Sender sender;
        private final Format format;
        private final boolean gzip;
        private final EventLog log;

        private byte[] body = NOTHING;
        private int length;
        private long taken;
        private long timer;
        private long answerBy;
        private boolean complete;
        private boolean delivered;
        private boolean answered;

        Receipt(Vertx vertx, HttpServerRequest request, Sender sender, Format format, boolean gzip, EventLog log) {
            this.vertx = vertx;
            this.context = vertx.getOrCreateContext();
            this.request = request;
            this.sender = sender;
            this.format = format;
            this.gzip = gzip;
            this.log = log;
        }

        void begin() {
            timer = vertx.setTimer(
                    config.bodyTimeout().toMillis(),
                    fired -> giveUp(Answer.refused(
                            HttpResponseStatus.REQUEST_TIMEOUT,
                            "the body did not arrive within "
                                    + config.bodyTimeout().toSeconds() + " s; send less at once")));
            request.exceptionHandler(gone -> forget());
            request.handler(this::add);
            request.endHandler(ended -> read());
            request.resume();
        }

        private void add(Buffer chunk) {
            int more = chunk.length();
            try {
                if (length + more > maxBody) {
                    giveUp(tooLong(config));
                } else if (body.length - length < more && !grow(length + more)) {
                    giveUp(busy());
                } else {
                    chunk.getBytes(0, more, body, length);
                    length += more;
                }
            } catch (RuntimeException | OutOfMemoryError failure) {
                giveUp(failed(failure));
            }
        }

        private boolean grow(int needed) {
            long announced = EventsDoor.announcedLength(request);
            long wanted = body.length > 0
                    ? Math.min(maxBody, 2L * body.length)
                    : announced < 0 ? FIRST_BUFFER : Math.min(LARGEST_FIRST_BUFFER, announced);
            int size = (int) Math.max(needed, wanted);
            // For a moment both are there.
            if (!memory.take(size)) {
                return false;
            }
            long before = taken;
            taken += size;
            body = Arrays.copyOf(body, size);
            memory.giveBack(before);
            taken = size;
            return true;
        }

        private void read() {
            vertx.cancelTimer(timer);
            complete = true;
            if (gzip || length > LARGE_BODY) {
                vertx.executeBlocking(
                                () -> {
                                    take();
                                    return null;
                                },
                                false)
                        .onFailure(failure -> end(failed(failure)));
                return;
            }
            try {
                take();
            } catch (RuntimeException | OutOfMemoryError failure) {
                end(failed(failure));
            }
        }

        /** Decompresses, reads and hands over, on whichever thread. */
        private void take() {
            if (gzip && !inflate()) {
                return;
            }
            long now = System.currentTimeMillis();
            boolean viewerEventsOnly = sender.key().kind() == KeyKind.PLAYER;
            switch (READER.get().read(body, length, format, viewerEventsOnly, config.maxEvents(), now, memory)) {
                case Reading.TooMany() ->
                    end(Answer.refused(
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            "the body holds more than " + config.maxEvents()
                                    + " events; send them in several requests"));
                case Reading.NoRoom() -> end(busy());
                case Reading.Batch batch -> {
                    taken += batch.taken();
                    pass(batch, now);
                }
            }
        }

        /** Passes on what was read: the refused to be kept, the accepted to Kafka. */
        private void pass(Reading.Batch batch, long now) {
            if (batch.size() == 0) {
                end(Answer.refused(
                        HttpResponseStatus.BAD_REQUEST,
                        "the body holds no event; send an object, an array of objects, or one object a line"));
                return;
            }
            sender.key().limit().take(batch.size(), System.nanoTime());
            if (!batch.rejected().isEmpty()) {
                counters.rejected(batch.rejected());
                rejectedInput.keep(batch.rejected(), body, sender.secret(), sender.described(), now, log);
            }
            if (batch.accepted().isEmpty()) {
                end(Answer.of(0, batch.rejected()));
                return;
            }
            answerBy = System.nanoTime() + config.answerTimeout().toNanos();
            handOver(batch);
        }

        private boolean inflate() {
            switch (Gzip.inflate(body, length, maxBody, memory)) {
                case Gzip.Result.TooLong() -> end(tooLong(config));
                case Gzip.Result.NoRoom() -> end(busy());
                case Gzip.Result.Damaged(String reason) ->
                    end(Answer.refused(
                            HttpResponseStatus.BAD_REQUEST,
                            "the Content-Encoding is gzip, but the body is not: " + reason));
                case Gzip.Result.Plain(byte[] plain, int plainLength, long plainTaken) -> {
                    body = plain;
                    length = plainLength;
                    release();
                    taken = plainTaken;
                    return true;
                }
            }
            return false;
        }

        /** Hands the events to Kafka as soon as it can be reached. */
        private void handOver(Reading.Batch batch) {
            if (log.isReachable()) {
                send(batch);
            } else if (System.nanoTime() - answerBy >= 0) {
                end(unavailable());
            } else {
                context.runOnContext(now -> vertx.setTimer(LOOK_AGAIN_MS, fired -> handOver(batch)));
            }
        }

        private void send(Reading.Batch batch) {
            int size = batch.accepted().size();
            int[] kinds = batch.kinds();
            List<Rejected> rejected = batch.rejected();
            log.append(
                    batch.accepted(),
                    new Delivery(
                            size, failure -> context.runOnContext(now -> delivered(size, kinds, rejected, failure))));
            context.runOnContext(now -> waitForDelivery(size));
        }

        /** From here on the events are in the buffer of Kafka's client. */
        private void waitForDelivery(int size) {
            if (delivered) {
                return;
            }
            body = NOTHING;
            long kept = (long) size * EventLog.COST_OF_RECORD;
            memory.giveBack(taken - kept);
            taken = kept;
            long leftMs = Math.max(1, (answerBy - System.nanoTime()) / 1_000_000);
            timer = vertx.setTimer(leftMs, fired -> answer(unavailable()));
        }

        private void delivered(int size, int[] kinds, List<Rejected> rejected, Exception failure) {
            delivered = true;
            vertx.cancelTimer(timer);
            release();
            if (failure == null) {
                if (kafkaFails.compareAndSet(true, false)) {
                    LOG.info("Kafka takes events again");
                }
                counters.accepted(kinds);
                answer(Answer.of(size, rejected));
            } else {
                if (kafkaFails.compareAndSet(false, true)) {
                    LOG.warnf("Kafka does not take events, senders are told to come again: %s", failure);
                }
                answer(unavailable());
            }
        }

        /** Ends a request of which nothing is under way to Kafka. */
        private void end(Answer answer) {
            context.runOnContext(now -> {
                release();
                answer(answer);
            });
        }

        /** Answers before the body is complete. */
        private void giveUp(Answer answer) {
            vertx.cancelTimer(timer);
            body = NOTHING;
            release();
            EventsDoor.linger(vertx, request);
            answer(answer);
        }

        /** The sender went away before its body was complete. */
        private void forget() {
            if (!complete) {
                vertx.cancelTimer(timer);
                body = NOTHING;
                release();
            }
        }

        private void release() {
            memory.giveBack(taken);
            taken = 0;
        }

        private void answer(Answer answer) {
            if (!answered && !request.response().closed()) {
                answer.send(request.response());
            }
            answered = true;
        }
    }

    /** The request must not suffer in silence, whatever happened. */
    private static Answer failed(Throwable failure) {
        LOG.error("A request failed for a reason that is ours", failure);
        return failure instanceof OutOfMemoryError
                ? busy()
                : Answer.refused(
                        HttpResponseStatus.INTERNAL_SERVER_ERROR, "this service has an error; its log says which");
    }

    private static Answer busy() {
        return Answer.later(
                HttpResponseStatus.SERVICE_UNAVAILABLE, "too much is under way just now; send the same again", 1);
    }

    private static Answer unavailable() {
        return Answer.later(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "Kafka did not take all of it in time; send the same again, what did get in is not counted twice",
                2);
    }
}
