package io.engage.bench.sentiment;

import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One packed instance of sentiment-svc, with a heap of 256 MB, under far more comments than it can score: how far its figures are behind, how many comments it
 * scores, how much heap it uses, and how soon after the load it is at rate 1 again. The texts are those of the rated chat, each with a word of its own
 * in one of ten, in videos of very different sizes.
 */
public final class OverloadBench {
    private static final int VIDEOS = 100;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private OverloadBench() {}

    /** @param arguments the service's {@code quarkus-run.jar}, comments a second (27000), seconds (90) */
    public static void main(String[] arguments) throws Exception {
        int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 27_000;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 90;
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
                EmbeddedRedis redis = EmbeddedRedis.startTemporary()) {
            createTopics(kafka.bootstrapServers());
            int port = FreePort.find();
            Process service = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=" + port,
                            "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                            "-Dquarkus.redis.hosts=" + redis.url(),
                            "-jar",
                            arguments[0])
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                awaitPartitions(port);
                run(kafka.bootstrapServers(), port, perSecond, seconds, service);
            } finally {
                service.destroy();
            }
        }
    }

    private static void createTopics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Topics.ALL.stream()
                            .map(name -> new NewTopic(name, 8, (short) 1)
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                            .toList())
                    .all()
                    .get();
        }
    }

    private static void awaitPartitions(int port) throws Exception {
        for (int i = 0; i < 120; i++) {
            if (metric(metrics(port), "engage_sentiment_partitions") > 0) {
                return;
            }
            Thread.sleep(1000);
        }
        throw new IllegalStateException("The service did not take up its partitions");
    }

    private static void run(String bootstrapServers, int port, int perSecond, int seconds, Process service)
            throws Exception {
        List<String> texts = RatedText.chat().stream().map(RatedText::text).toList();
        Random random = new Random(1);
        EventWriter writer = new EventWriter();
        double worst = 0;
        double mostHeap = 0;
        long said = 0;
        System.out.println("second  said     counted  scored/s  behind ms  heap MB");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        20,
                        "batch.size",
                        131072,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            long begin = System.nanoTime();
            double scoredBefore = 0;
            for (int second = 1; second <= seconds; second++) {
                long end = begin + second * 1_000_000_000L;
                for (int tenth = 1; tenth <= 10; tenth++) {
                    long until = (long) perSecond * (second - 1) + (long) perSecond * tenth / 10;
                    for (; said < until; said++) {
                        String video = "v" + (int) (VIDEOS * Math.pow(random.nextDouble(), 4));
                        String text = texts.get(random.nextInt(texts.size()));
                        String words = random.nextInt(10) == 0 ? text + " w" + random.nextInt(100_000) : text;
                        producer.send(new ProducerRecord<>(
                                Topics.COMMENTS,
                                video.getBytes(StandardCharsets.UTF_8),
                                writer.write(new Event.Comment(
                                        new Occurrence(
                                                "e" + said,
                                                video,
                                                "u" + random.nextInt(400_000),
                                                System.currentTimeMillis(),
                                                null,
                                                null),
                                        words))));
                    }
                    long left = end - (10 - tenth) * 100_000_000L - System.nanoTime();
                    if (left > 0) {
                        Thread.sleep(Duration.ofNanos(left));
                    }
                }
                String metrics = metrics(port);
                double behind = metric(metrics, "engage_sentiment_behind_ms");
                double heap = metric(metrics, "jvm_memory_used_bytes\\{area=\"heap\"[^}]*Tenured[^}]*}") / (1 << 20);
                double scored = metric(metrics, "engage_sentiment_scored_total");
                worst = Math.max(worst, second > 10 ? behind : 0);
                mostHeap = Math.max(mostHeap, heap);
                if (second % 5 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%6d  %7d  %7.0f  %8.0f  %9.0f  %7.0f%n",
                            second,
                            said,
                            metric(metrics, "engage_sentiment_comments_total"),
                            (scored - scoredBefore) / 5,
                            behind,
                            heap);
                    scoredBefore = scored;
                }
            }
            producer.flush();
            System.out.printf(
                    Locale.ROOT,
                    "said %.0f a second; worst lag after the first 10 s %.0f ms; most tenured heap %.0f MB%n",
                    said / ((System.nanoTime() - begin) / 1e9),
                    worst,
                    mostHeap);
        }
        long ended = System.nanoTime();
        while (metric(metrics(port), "engage_sentiment_comments_total") < said
                || metric(metrics(port), "engage_sentiment_behind_ms") > 1500) {
            if (!service.isAlive() || System.nanoTime() - ended > 120_000_000_000L) {
                throw new IllegalStateException("The service did not catch up");
            }
            Thread.sleep(200);
        }
        System.out.printf(
                Locale.ROOT,
                "all counted and t at the clock %.1f s after the end%n",
                (System.nanoTime() - ended) / 1e9);
    }

    private static String metrics(int port) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    private static double metric(String metrics, String name) {
        Matcher found =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics);
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }
}
