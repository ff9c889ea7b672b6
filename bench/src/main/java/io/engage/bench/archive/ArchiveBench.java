package io.engage.bench.archive;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.FreePort;
import io.engage.embedded.NewTopics;
import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Place;
import io.engage.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One packed instance of archive-svc, with a heap of 256 MB, and a backlog in a real Kafka: how many events it brings into a real S3 per
 * second, and per second of its own CPU time. The first tenth is left out, while the service starts and its code is compiled. Kafka
 * and S3 are on the same machine and have their own part of it, so the CPU time is the figure to go by.
 */
public final class ArchiveBench {
    private static final int VIDEOS = 1_000;
    private static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String[] SAYINGS = {
        "What a goal, the keeper had no chance at all",
        "this is the best stream tonight",
        "boring, the sound is bad",
        "love it",
        "who is the one in the red shirt? never seen such a save"
    };

    private final Path project = Path.of(System.getProperty("engage.home", ".")).toAbsolutePath();
    private final Path folder;
    private final int port = FreePort.find();
    private final HttpClient http = HttpClient.newHttpClient();

    private ArchiveBench(Path folder) {
        this.folder = folder;
    }

    /** @param arguments how many events (3000000), and options of the Java that runs the service, such as a flight recording */
    public static void main(String[] arguments) throws Exception {
        // The broker in this process would tell of every thing it does.
        Logger.getLogger("").setLevel(Level.OFF);
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000_000;
        Path folder = Files.createTempDirectory("engage-archive-bench");
        try {
            new ArchiveBench(folder)
                    .run(events, List.of(arguments).subList(Math.min(1, arguments.length), arguments.length));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(int events, List<String> options) throws Exception {
        int s3Port = FreePort.find();
        List<Process> processes = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary()) {
            NewTopics.create(kafka.bootstrapServers(), Topics.ALL, PARTITIONS);
            long bytes = produce(kafka.bootstrapServers(), events);
            System.out.printf(Locale.ROOT, "%,d events wait, %.0f bytes each%n", events, (double) bytes / events);
            processes.add(java(
                    "s3",
                    List.of(
                            "-Xmx64m",
                            "-jar",
                            built("embedded-s3", "engage-embedded-s3.jar"),
                            folder.resolve("s3").toString(),
                            Integer.toString(s3Port))));
            Process service = java("archive-svc", service(kafka.bootstrapServers(), s3Port, options));
            processes.add(service);
            measure(service, events, bytes);
        } finally {
            for (Process process : processes) {
                process.destroy();
                process.waitFor(30, TimeUnit.SECONDS);
            }
        }
    }

    private List<String> service(String kafka, int s3Port, List<String> options) {
        List<String> command = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options);
        command.addAll(List.of(
                "-Daws.accessKeyId=local",
                "-Daws.secretAccessKey=local",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + kafka,
                "-Dengage.archive.endpoint=http://127.0.0.1:" + s3Port,
                "-Dengage.archive.path-style=true",
                "-Dengage.archive.create-bucket=true",
                "-Dengage.archive.max-age=5s",
                "-Dengage.archive.buffer-dir=" + folder.resolve("open"),
                "-jar",
                built("archive-svc", "quarkus-app/quarkus-run.jar")));
        return command;
    }

    private void measure(Process service, int events, long bytes) throws Exception {
        await(service, () -> metric("engage_archive_position") >= events / 10.0);
        double read = metric("engage_archive_position");
        long began = System.nanoTime();
        Duration cpuBefore = cpu(service);
        await(service, () -> metric("engage_archive_position") >= events);
        double seconds = (System.nanoTime() - began) / 1e9;
        await(service, () -> metric("engage_archive_records_total") >= events);
        double cpu = cpu(service).minus(cpuBefore).toMillis() / 1000.0;
        double measured = events - read;
        System.out.printf(
                Locale.ROOT,
                "%,.0f events in %.1f s: %,.0f a second; %.1f s of CPU: %,.0f events per second of one core, %.2f s per million events%n",
                measured,
                seconds,
                measured / seconds,
                cpu,
                measured / cpu,
                cpu / measured * 1e6);
        System.out.printf(
                Locale.ROOT,
                "%,.0f files, %.0f MB compressed to %.0f MB (%.1f : 1); %,.0f collections of %.1f s; resident %.0f MB%n",
                metric("engage_archive_files_total"),
                bytes / 1e6,
                metric("engage_archive_bytes_total") / 1e6,
                bytes / metric("engage_archive_bytes_total"),
                metric("jvm_gc_pause_seconds_count"),
                metric("jvm_gc_pause_seconds_sum"),
                residentMb(service));
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Process service, Condition condition) throws Exception {
        long began = System.nanoTime();
        while (!condition.holds()) {
            if (!service.isAlive() || System.nanoTime() - began > LIMIT.toNanos()) {
                throw new IllegalStateException("archive-svc did not get through the backlog");
            }
            Thread.sleep(200);
        }
    }

    /** The sum of a metric over its labels; 0 while the service does not answer. */
    private double metric(String name) throws InterruptedException {
        try {
            String all = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return Pattern.compile("^" + name + "(?:\\{.*})? (\\S+)$", Pattern.MULTILINE)
                    .matcher(all)
                    .results()
                    .mapToDouble(found -> Double.parseDouble(found.group(1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Duration cpu(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static double residentMb(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }

    private String built(String house, String file) {
        return project.resolve(house).resolve("target").resolve(file).toString();
    }

    private Process java(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    /** Writes events as ingest-svc does, and returns how many bytes they have together. */
    private static long produce(String kafka, int events) {
        Random random = new Random(1);
        EventWriter writer = new EventWriter();
        long bytes = 0;
        long start = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "compression.type",
                        "zstd",
                        "compression.zstd.level",
                        1,
                        "linger.ms",
                        10,
                        "batch.size",
                        128 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                Event event = event(random, start + i / 100);
                byte[] value = writer.write(event);
                bytes += value.length;
                String topic = switch (event) {
                    case Event.Comment comment -> Topics.COMMENTS;
                    case Event.Like like -> Topics.REACTIONS;
                    default -> Topics.VIEWS;
                };
                var _ = producer.send(
                        new ProducerRecord<>(topic, event.videoId().getBytes(StandardCharsets.UTF_8), value));
            }
        }
        return bytes;
    }

    private static Event event(Random random, long time) {
        String video = "video-" + (int) (VIDEOS * Math.pow(random.nextDouble(), 3));
        Occurrence occurrence = new Occurrence(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                video,
                "user-" + random.nextInt(400_000),
                time,
                new Place(
                        Math.round(random.nextDouble() * 1_800_000 - 900_000) / 10_000.0,
                        Math.round(random.nextDouble() * 3_600_000 - 1_800_000) / 10_000.0),
                "session-" + random.nextInt(1_000_000));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Event.Like(occurrence);
            case 3 ->
                new Event.Comment(occurrence, SAYINGS[random.nextInt(SAYINGS.length)] + " " + random.nextInt(1000));
            case 4, 5 -> new Event.Leave(occurrence);
            case 6, 7 -> new Event.Heartbeat(occurrence);
            default -> new Event.Play(occurrence);
        };
    }
}
