package io.engage.bench.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/** Several connections that post batches together. */
public final class Pool {
    private static final int ACCEPTED = 202;
    private static final long LONGEST_US = 120_000_000;

    private final int port;
    private final int connections;
    private final List<byte[]> batches;
    private final int eventsPerBatch;

    /**
     * @param port of ingest-svc
     * @param batches are sent in turn, again and again
     */
    public Pool(int port, int connections, List<byte[]> batches, int eventsPerBatch) {
        this.port = port;
        this.connections = connections;
        this.batches = batches;
        this.eventsPerBatch = eventsPerBatch;
    }

    /** As many as are taken: each connection sends the next batch when the last one is answered. */
    public Posted asFastAsTaken(double seconds) throws InterruptedException {
        return post(seconds, 0);
    }

    /**
     * At a fixed pace, whether the earlier ones are answered or not. A batch's latency counts from when it was due, so what waits because all
     * connections are busy counts too: nothing is left out because the service was slow (no coordinated omission).
     */
    public Posted atPace(double seconds, double eventsPerSecond) throws InterruptedException {
        return post(seconds, eventsPerBatch / eventsPerSecond * 1e9);
    }

    private Posted post(double seconds, double intervalNanos) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicLong accepted = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_US, 3);
        ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (Connection connection = new Connection(port)) {
                    while (true) {
                        long turn = next.getAndIncrement();
                        long due = intervalNanos > 0 ? begin + (long) (turn * intervalNanos) : System.nanoTime();
                        if (due >= end) {
                            return;
                        }
                        for (long ahead = due - System.nanoTime(); ahead > 0; ahead = due - System.nanoTime()) {
                            LockSupport.parkNanos(ahead);
                        }
                        int status = connection.post(batches.get((int) (turn % batches.size())));
                        latencies.recordValue(Math.min(LONGEST_US, (System.nanoTime() - due) / 1000));
                        (status == ACCEPTED ? accepted : refused).incrementAndGet();
                    }
                } catch (IOException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new UncheckedIOException("ingest-svc cannot be reached", failures.peek());
        }
        double took = (System.nanoTime() - begin) / 1e9;
        return new Posted(accepted.get() * eventsPerBatch, refused.get(), took, latencies);
    }
}
