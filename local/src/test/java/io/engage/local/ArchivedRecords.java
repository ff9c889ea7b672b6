package io.engage.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.FileName;
import io.engage.events.Topics;
import io.engage.local.system.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the archive of a running system holds, from the files themselves, beside what Kafka holds. */
final class ArchivedRecords {
    private final Path bucket;
    private final String kafka;

    ArchivedRecords(Site site) {
        bucket = site.folder("s3").resolve("engage-archive");
        kafka = site.address(9092);
    }

    /** Waits until all records that are in Kafka now are archived, and fails unless each is there exactly once as it was. */
    int assertComplete(Duration limit) throws IOException {
        Map<String, String> logged = logged();
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(500))
                // A file that is being stored has another name before, under which it may be gone when it is looked at.
                .ignoreExceptionsMatching(e -> e instanceof UncheckedIOException || e instanceof NoSuchFileException)
                .until(() -> archived().keySet().containsAll(logged.keySet()));
        Map<String, String> archived = archived();
        archived.keySet().retainAll(logged.keySet());
        assertEquals(logged, archived);
        return logged.size();
    }

    /** Value by place, of all files; fails when a place is there twice. */
    private Map<String, String> archived() throws IOException {
        Map<String, String> records = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(bucket)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            FileName name = FileName.parse(bucket.relativize(file).toString()).orElse(null);
            if (name == null) {
                continue;
            }
            try (ArchivedLines lines = new ArchivedLines(Files.readAllBytes(file))) {
                while (lines.next()) {
                    String place = name.source() + "@" + lines.offset();
                    String value = new String(lines.line(), StandardCharsets.UTF_8);
                    assertTrue(records.put(place, value) == null, place + " is there twice");
                }
            }
        }
        return records;
    }

    private Map<String, String> logged() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", kafka);
        settings.put("isolation.level", "read_committed");
        Map<String, String> records = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : Topics.ALL) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    records.put(
                            record.topic() + "-" + record.partition() + "@" + record.offset(),
                            new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return records;
    }
}
