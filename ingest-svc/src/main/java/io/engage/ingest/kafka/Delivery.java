package io.engage.ingest.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Waits until Kafka has answered for each of a number of records, and tells once how that went. */
public final class Delivery implements Callback {
    private final AtomicInteger open;
    private final Consumer<Exception> done;
    private volatile Exception failure;

    /**
     * @param records how many, at least 1
     * @param done is told, on a thread of Kafka's client, the first failure, or null when Kafka has all of them
     */
    public Delivery(int records, Consumer<Exception> done) {
        this.open = new AtomicInteger(records);
        this.done = done;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
        if (exception != null && failure == null) {
            failure = exception;
        }
        if (open.decrementAndGet() == 0) {
            done.accept(failure);
        }
    }
}
