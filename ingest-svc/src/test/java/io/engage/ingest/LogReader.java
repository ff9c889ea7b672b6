package io.engage.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the broker holds. */
public final class LogReader {
    private LogReader() {}

    /** All records of a topic with this key; all at all when it is null. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic, String key) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", IngestUnderTest.bootstrapServers(), "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key == null || key.equals(text(record.key()))) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    /** The values of all records of a topic with this key. */
    public static List<String> values(String topic, String key) {
        return read(topic, key).stream().map(record -> text(record.value())).toList();
    }

    public static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
