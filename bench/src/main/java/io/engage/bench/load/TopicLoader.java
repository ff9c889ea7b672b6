package io.engage.bench.load;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills the topics with generated events, as ingest-svc writes them. */
public final class TopicLoader {
    private TopicLoader() {}

    /** A filled log: what it leads to, how many records of views and reactions it has, and when its last record arrived (epoch ms). */
    public record Loaded(Truth truth, long records, long lastArrival) {}

    /**
     * Makes the events and writes them, not faster than they are dated.
     *
     * @param compression the producer's; ingest-svc writes zstd
     * @param eventsPerRecord 1, as ingest-svc writes; more puts so many events of one video, a line each, into one record, which only the
     *     limit reads
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of failures
    public static Loaded load(String kafka, Workload workload, String compression, int eventsPerRecord) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka,
                "compression.type",
                compression,
                "compression.zstd.level",
                1,
                "linger.ms",
                20,
                "batch.size",
                128 * 1024,
                "buffer.memory",
                64L << 20);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Callback callback = (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        };
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Packer packer = new Packer(
                    workload.videos,
                    eventsPerRecord,
                    (topic, key, value) -> producer.send(new ProducerRecord<>(topic, key, value), callback));
            long base = System.currentTimeMillis();
            Generator generator = new Generator(workload, base, (type, video, json, time) -> {
                awaitTime(base + time);
                packer.add(type, video, json);
            });
            Truth truth = generator.run();
            packer.flush();
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException("Kafka did not take every event", failure.get());
            }
            return new Loaded(truth, packer.records(), System.currentTimeMillis());
        }
    }

    private static void awaitTime(long due) {
        long ahead = due - System.currentTimeMillis();
        if (ahead > 0) {
            try {
                Thread.sleep(ahead);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
