package io.engage.metrics;

import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events into a real Kafka as ingest-svc does. */
public final class Log implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventWriter writer = new EventWriter();
    private final List<Future<?>> sent = new ArrayList<>();

    public Log(String bootstrapServers) {
        producer = new KafkaProducer<>(
                // One request at a time: a topic's leader may still be on its way when the first batches arrive.
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        5,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void append(Event event) {
        sent.add(producer.send(new ProducerRecord<>(
                event.type().topic(), event.videoId().getBytes(StandardCharsets.UTF_8), writer.write(event))));
    }

    /** Waits until Kafka has everything. */
    public void flush() {
        producer.flush();
        for (Future<?> f : sent) {
            try {
                f.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        sent.clear();
    }

    public static Occurrence by(String user, String video, String session) {
        return by(user, video, session, System.currentTimeMillis(), null);
    }

    public static Occurrence by(String user, String video, String session, long timestamp, Place place) {
        return new Occurrence(UUID.randomUUID().toString(), video, user, timestamp, place, session);
    }

    @Override
    public void close() {
        producer.close();
    }
}
