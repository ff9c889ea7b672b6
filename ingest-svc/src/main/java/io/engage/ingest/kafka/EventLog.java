package io.engage.ingest.kafka;

import io.engage.events.Checked;
import io.engage.events.Topics;
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
    /** What a record costs in memory until it is delivered, beside its bytes in the client's buffer. */
    public static final int COST_OF_RECORD = 200;

    private final KafkaProducer<byte[], byte[]> producer;

    /** @param settings of the producer */
    public EventLog(Map<String, Object> settings) {
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Whether the client knows where all topics are, and so can take records. It does not before its first contact with Kafka, nor after
     * it lost the last broker; asking makes it look for them.
     */
    public boolean isReachable() {
        for (String topic : Topics.ALL) {
            try {
                if (producer.partitionsFor(topic).isEmpty()) {
                    return false;
                }
            } catch (TimeoutException e) {
                return false;
            }
        }
        return true;
    }

    /** Hands all events over; {@code delivery} hears of each. */
    public void append(List<Checked.Valid> events, Delivery delivery) {
        for (Checked.Valid event : events) {
            append(event.type().topic(), event.videoId(), event.line(), delivery);
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
