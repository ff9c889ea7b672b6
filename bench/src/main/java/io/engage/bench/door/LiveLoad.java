package io.engage.bench.door;

import io.engage.bench.load.Generator;
import io.engage.bench.load.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Generated events that happen now: each is posted within some ms of its date, in batches, however slow the answers are. */
public final class LiveLoad implements AutoCloseable {
    private static final int LARGEST_BATCH = 500;
    private static final long LONGEST_WAIT_MS = 20;
    private static final int CONNECTIONS = 16;
    private static final int ACCEPTED = 202;
    private static final byte[] END = {};

    private final LinkedBlockingQueue<byte[]> batches = new LinkedBlockingQueue<>();
    private final AtomicLong posted = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts.
     *
     * @param port of ingest-svc
     * @param workload its rate is the pace, its events are the most
     */
    public static LiveLoad start(int port, Workload workload) {
        LiveLoad load = new LiveLoad();
        load.threads.add(Thread.ofPlatform().name("generator").start(() -> load.generate(workload)));
        for (int i = 0; i < CONNECTIONS; i++) {
            load.threads.add(Thread.ofPlatform().name("sender-" + i).start(() -> load.send(port)));
        }
        return load;
    }

    /** Batches that are due and not taken by a sender yet. */
    public int waiting() {
        return batches.size();
    }

    /** Batches accepted. */
    public long posted() {
        return posted.get();
    }

    /** Complains when a batch could not be posted. */
    public void mustWork() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("The load could not be posted", cause);
        }
    }

    private void generate(Workload workload) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        long base = System.currentTimeMillis();
        long[] state = {0, 0};
        try {
            new Generator(workload, base, (type, video, json, time) -> {
                        long ahead = base + time - System.currentTimeMillis();
                        if (batch.size() > 0 && (state[0] == LARGEST_BATCH || time - state[1] >= LONGEST_WAIT_MS)) {
                            batches.add(batch.toByteArray());
                            batch.reset();
                            state[0] = 0;
                        }
                        if (ahead > 0) {
                            LockSupport.parkNanos(ahead * 1_000_000);
                        }
                        if (stopped.getCount() == 0) {
                            throw new Stopped();
                        }
                        if (batch.size() == 0) {
                            state[1] = time;
                        }
                        batch.writeBytes(json);
                        batch.write('\n');
                        state[0]++;
                    })
                    .run();
        } catch (Stopped e) {
            batches.clear();
        } finally {
            for (int i = 0; i < CONNECTIONS; i++) {
                batches.add(END);
            }
        }
    }

    private void send(int port) {
        try (Connection connection = new Connection(port)) {
            while (true) {
                byte[] batch = batches.poll(1, TimeUnit.MINUTES);
                if (batch == null || batch.length == 0) {
                    return;
                }
                int status = connection.post(batch);
                if (status != ACCEPTED) {
                    throw new IOException("ingest-svc answered " + status);
                }
                posted.incrementAndGet();
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Leaves the generator. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
