package io.engage.local.door;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** One of the door's connections: sends batches one after the other, each again and again until the door has dealt with it. */
final class Lane {
    private static final int WAITING = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

    private final Door door;
    private final HttpClient client;
    private final HttpRequest.Builder request;
    private final boolean gzip;
    private final Duration patience;
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(WAITING);
    private final AtomicInteger unsettled = new AtomicInteger();
    private final Thread thread;
    private Batch collecting = new Batch();
    private volatile String trouble;
    private volatile boolean delivering;
    private volatile long deliveringSince;

    Lane(Door door, HttpClient client, HttpRequest.Builder request, boolean gzip, Duration patience, String name) {
        this.door = door;
        this.client = client;
        this.request = request;
        this.gzip = gzip;
        this.patience = patience;
        thread = Thread.ofPlatform().daemon().name(name).start(this::send);
    }

    /** Takes one event; waits while everything before it is under way and no more fits. */
    void add(byte[] line, long origin) throws InterruptedException {
        while (collecting.isFull() && !flush(1, TimeUnit.SECONDS)) {
            door.check();
        }
        collecting.add(line, origin);
    }

    /**
     * Sends what was added, unless too much is under way already: then it goes on collecting, and fewer but larger requests make up
     * for the delay.
     *
     * @return whether nothing is left to be sent
     */
    boolean flush() throws InterruptedException {
        return flush(0, TimeUnit.SECONDS);
    }

    private boolean flush(long atMost, TimeUnit unit) throws InterruptedException {
        if (collecting.isEmpty()) {
            return true;
        }
        unsettled.incrementAndGet();
        boolean queued = false;
        try {
            queued = queue.offer(collecting, atMost, unit);
        } finally {
            if (!queued) {
                unsettled.decrementAndGet();
            }
        }
        if (queued) {
            collecting = new Batch();
        }
        return queued;
    }

    /** Whether something that was sent is not dealt with yet. */
    boolean isBusy() {
        return unsettled.get() > 0;
    }

    /** Why nothing gets through, or null when all is well. */
    String trouble() {
        return trouble;
    }

    /** How long the request that is under way has been so, with all its retries, in ns; 0 when there is none. */
    long delay() {
        return delivering ? System.nanoTime() - deliveringSince : 0;
    }

    void stop() {
        thread.interrupt();
    }

    private void send() {
        try {
            while (true) {
                Batch batch = queue.take();
                deliveringSince = System.nanoTime();
                delivering = true;
                deliver(batch);
                delivering = false;
                unsettled.decrementAndGet();
                door.settled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DoorException e) {
            door.fail(e.getMessage());
        } catch (RuntimeException e) {
            door.fail("events cannot be sent: " + e);
        }
    }

    private void deliver(Batch whole) throws InterruptedException {
        Deque<Batch> parts = new ArrayDeque<>(List.of(whole));
        while (!parts.isEmpty()) {
            Batch batch = parts.removeFirst();
            switch (answerInTheEnd(batch)) {
                case Answer.Settled settled -> door.settle(batch, settled);
                case Answer.TooLarge tooLarge
                when batch.count() > 1 -> {
                    parts.addFirst(batch.part(batch.count() / 2, batch.count()));
                    parts.addFirst(batch.part(0, batch.count() / 2));
                }
                case Answer.TooLarge tooLarge ->
                    door.settle(
                            batch,
                            new Answer.Settled(
                                    0, List.of(new Answer.Rejected(0, "the event alone is too large for the door"))));
                case Answer.Never never -> throw new DoorException(never.reason());
                case Answer.Later later -> throw new DoorException(later.reason());
            }
        }
    }

    /** Sends the batch until the answer is another than to come later, or patience is at its end. */
    private Answer answerInTheEnd(Batch batch) throws InterruptedException {
        HttpRequest ready = request.copy().POST(body(batch)).build();
        long began = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Answer answer = answer(ready);
            if (!(answer instanceof Answer.Later later)) {
                trouble = null;
                return answer;
            }
            trouble = later.reason();
            Duration tried = Duration.ofNanos(System.nanoTime() - began);
            if (tried.compareTo(patience) > 0) {
                return new Answer.Later(
                        "nothing got through for " + tried.toSeconds() + " s: " + later.reason(), later.after());
            }
            Thread.sleep(jittered(later.after()
                    .map(wish -> wish.compareTo(LONGEST_RETRY_AFTER) < 0 ? wish : LONGEST_RETRY_AFTER)
                    .orElse(pause)));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            door.retried();
        }
    }

    private Answer answer(HttpRequest ready) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = client.send(ready, BodyHandlers.ofByteArray());
            return Answer.of(response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
        } catch (ConnectException e) {
            return new Answer.Later("nothing listens there", Optional.empty());
        } catch (HttpTimeoutException e) {
            return new Answer.Later("it does not answer in time", Optional.empty());
        } catch (IOException e) {
            return new Answer.Later(
                    "the connection broke" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"),
                    Optional.empty());
        }
    }

    private HttpRequest.BodyPublisher body(Batch batch) {
        if (!gzip) {
            return BodyPublishers.ofByteArray(batch.bytes(), 0, batch.length());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(batch.length() / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(batch.bytes(), 0, batch.length());
        } catch (IOException e) {
            throw new IllegalStateException("Memory takes every byte", e);
        }
        return BodyPublishers.ofByteArray(packed.toByteArray());
    }

    /** A little longer or shorter, so that several senders do not come back as one. */
    private static Duration jittered(Duration pause) {
        long ms = pause.toMillis();
        return Duration.ofMillis(ms + ThreadLocalRandom.current().nextLong(-ms / 4 - 1, ms / 4 + 1) + 1);
    }
}
