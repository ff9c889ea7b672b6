package io.engage.sentiment;

import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Topics;
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

/** Writes comments into a real Kafka as ingest-svc does. */
public final class Log implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventWriter writer = new EventWriter();
    private final List<Future<?>> sent = new ArrayList<>();

    public Log(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void comment(String user, String video, String text) {
        comment(user, video, text, System.currentTimeMillis(), UUID.randomUUID().toString());
    }

    public void comment(String user, String video, String text, long timestamp, String eventId) {
        Event event = new Event.Comment(new Occurrence(eventId, video, user, timestamp, null, null), text);
        sent.add(producer.send(
                new ProducerRecord<>(Topics.COMMENTS, video.getBytes(StandardCharsets.UTF_8), writer.write(event))));
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

    @Override
    public void close() {
        producer.close();
    }
}
