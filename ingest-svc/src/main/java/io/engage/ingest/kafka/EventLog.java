package io.engage.ingest.kafka;

import io.engage.events.Event;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where accepted events go: Kafka, each to its topic, keyed by its video. Never blocks: what Kafka's client cannot take at once
 * (its buffer is full, it does not know the topic) fails at once.
 */
public final class EventLog implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param settings of the producer */
    public EventLog(Map<String, Object> settings) {
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Whether the client knows where the topic's partitions are; when not, this makes it ask. */
    public boolean knows(String topic) {
        try {
            return !producer.partitionsFor(topic).isEmpty();
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Hands all events over; {@code delivery} hears of each. */
    public void append(List<Parsed.Accepted> events, Delivery delivery) {
        for (int i = 0; i < events.size(); i++) {
            Parsed.Accepted accepted = events.get(i);
            Event event = accepted.event();
            append(event.type().topic(), event.videoId().getBytes(StandardCharsets.UTF_8), accepted.line(), delivery);
        }
    }

    /** Hands one record over; {@code delivery} hears of it. */
    public void append(String topic, byte[] key, byte[] value, Delivery delivery) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value), delivery);
        } catch (KafkaException | IllegalStateException e) {
            delivery.onCompletion(null, e);
        }
    }

    /** Closes it once what it holds is delivered, but within the given time. */
    public void close(Duration within) {
        producer.close(within);
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
