package io.engage.bench.counters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.engage.bench.site.Usage;
import io.engage.events.Topics;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What no engine can be below: two threads that poll the topics, half of the partitions each, and keep nothing. {@code poll} looks at no
 * record; {@code scan} finds kind, video and time in the bytes, where the generator puts them, which is no parsing. Goes over the topics several times,
 * for once is too short to measure.
 */
public final class Limit {
    private static final int THREADS = 2;
    private static final byte[] TYPE = bytes("\"event_type\":\"");
    private static final byte[] VIDEO = bytes("\"video_id\":\"");
    private static final byte[] TIME = bytes("\"timestamp\":");

    /** Keeps the compiler from leaving the work out. */
    @SuppressWarnings("UnusedVariable")
    private static volatile long seen;

    private Limit() {}

    /**
     * Drains and prints the result.
     *
     * @param arguments {@code poll} or {@code scan}, Kafka's address, events in the topics, records that hold them, passes
     */
    public static void main(String[] arguments) throws Exception {
        boolean scan = arguments[0].equals("scan");
        String kafka = arguments[1];
        long records = Long.parseLong(arguments[3]);
        double eventsPerRecord = Double.parseDouble(arguments[2]) / records;
        int passes = Integer.parseInt(arguments[4]);
        LongAdder count = new LongAdder();
        for (int i = 0; i < THREADS; i++) {
            int index = i;
            Thread.ofPlatform().daemon().start(() -> drain(kafka, index, passes, scan, eventsPerRecord > 1, count));
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Stretch stretch = new Stretch(records * passes, Stretch.USUAL_BEGIN);
        while (!stretch.sample(count.sum(), System.nanoTime(), system.getProcessCpuTime() / 1e9)) {
            Thread.sleep(2);
        }
        Drained drained = new Drained(
                arguments[0],
                (long) (stretch.events() * eventsPerRecord),
                stretch.eventsPerSecond() * eventsPerRecord,
                stretch.cpuPerMillion() / eventsPerRecord,
                Usage.of(ProcessHandle.current().pid()).peakRssMib(),
                "no state");
        System.out.println(Program.RESULT + new ObjectMapper().writeValueAsString(drained));
    }

    private static void drain(String kafka, int index, int passes, boolean scan, boolean packed, LongAdder count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                5000,
                "fetch.min.bytes",
                65536);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> mine = new ArrayList<>();
            for (String topic : List.of(Topics.VIEWS, Topics.REACTIONS)) {
                int partitions = consumer.partitionsFor(topic).size();
                for (int partition = index; partition < partitions; partition += THREADS) {
                    mine.add(new TopicPartition(topic, partition));
                }
            }
            consumer.assign(mine);
            long size = consumer.endOffsets(mine).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            for (int pass = 0; pass < passes; pass++) {
                consumer.seekToBeginning(mine);
                long done = 0;
                while (done < size) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                    if (scan) {
                        long sum = 0;
                        for (ConsumerRecord<byte[], byte[]> record : records) {
                            sum += packed ? scanLines(record.value()) : scan(record.value(), 0);
                        }
                        seen = sum;
                    }
                    done += records.count();
                    count.add(records.count());
                }
            }
        }
    }

    private static long scanLines(byte[] lines) {
        long sum = 0;
        for (int from = 0; from < lines.length; from = lineEnd(lines, from) + 1) {
            sum += scan(lines, from);
        }
        return sum;
    }

    private static int lineEnd(byte[] lines, int from) {
        int at = from;
        while (at < lines.length && lines[at] != '\n') {
            at++;
        }
        return at;
    }

    private static long scan(byte[] json, int from) {
        int type = after(json, from, TYPE);
        int end = end(json, type);
        int video = after(json, end, VIDEO);
        int videoEnd = end(json, video);
        // The text, as every engine needs it.
        String id = new String(json, video, videoEnd - video, StandardCharsets.ISO_8859_1);
        long time = 0;
        for (int at = after(json, videoEnd, TIME); json[at] >= '0' && json[at] <= '9'; at++) {
            time = time * 10 + json[at] - '0';
        }
        return time + id.length() + json[type] + end - type;
    }

    private static int after(byte[] json, int from, byte[] member) {
        int at = from;
        while (json[at] != member[0] || !Arrays.equals(json, at, at + member.length, member, 0, member.length)) {
            at++;
        }
        return at + member.length;
    }

    private static int end(byte[] json, int from) {
        int at = from;
        while (json[at] != '"') {
            at++;
        }
        return at;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
