package io.engage.bench.sentiment;

import com.sun.management.OperatingSystemMXBean;
import io.engage.embedded.EmbeddedKafka;
import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.embedded.NewTopics;
import io.engage.events.Event;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Topics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One packed instance of sentiment-svc in its heap under far more comments than it can score: how old its figures are in Redis, how many comments it
 * scores, how much heap it keeps, whether its words are exact, and how soon after the load it scores every comment again. Load, broker and
 * service share this machine: the CPU time of each is told, so that one sees what limits.
 *
 * <p>The texts are those of the rated chat, in one of ten with a word of its own, in a hundred videos of very different sizes; one comment in twenty goes to
 * {@link ExactTalk}, whose words are recounted.
 */
public final class OverloadBench {
    private static final int VIDEOS = 100;
    private static final int USERS = 400_000;
    private static final int AFTERWARDS_PER_SECOND = 200;
    private static final int AFTERWARDS_SECONDS = 15;
    private static final String HUGE = "v0";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process service;
    private final int port;
    private final RedisLine redis;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventWriter writer = new EventWriter();
    private final ExactTalk exact = new ExactTalk();
    private final List<String> texts =
            RatedText.chat().stream().map(RatedText::text).toList();
    private final Random random = new Random(1);
    private long said;

    private OverloadBench(Process service, int port, RedisLine redis, KafkaProducer<byte[], byte[]> producer) {
        this.service = service;
        this.port = port;
        this.redis = redis;
        this.producer = producer;
    }

    /** @param arguments the service's {@code quarkus-run.jar}, comments a second (27000), seconds (90), heap (256m) */
    public static void main(String[] arguments) throws Exception {
        int perSecond = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 27_000;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 90;
        String heap = arguments.length > 3 ? arguments[3] : "256m";
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
                EmbeddedRedis server = EmbeddedRedis.startTemporary();
                RedisLine redis = new RedisLine(server.port());
                KafkaProducer<byte[], byte[]> producer = producer(kafka.bootstrapServers())) {
            NewTopics.create(kafka.bootstrapServers(), Topics.ALL, 8);
            int port = FreePort.find();
            Process service = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + heap,
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Dquarkus.http.host=127.0.0.1",
                            "-Dquarkus.http.port=" + port,
                            "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                            "-Dquarkus.redis.hosts=" + server.url(),
                            "-jar",
                            arguments[0])
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                OverloadBench bench = new OverloadBench(service, port, redis, producer);
                bench.awaitPartitions();
                bench.overload(perSecond, seconds);
                bench.afterwards();
            } finally {
                service.destroy();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        20,
                        "batch.size",
                        131_072,
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void awaitPartitions() throws InterruptedException {
        for (int i = 0; i < 120; i++) {
            if (metric(metrics(), "engage_sentiment_partitions") > 0) {
                return;
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("The service did not take up its partitions");
    }

    private void overload(int perSecond, int seconds) throws InterruptedException, IOException {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long oldest = 0;
        double mostHeap = 0;
        double scoredBefore = 0;
        System.out.println("second     said   counted  scored/s  oldest figure ms  heap MB  without words");
        long begin = System.nanoTime();
        long ownBefore = machine.getProcessCpuTime();
        Duration serviceBefore = cpu();
        for (int second = 1; second <= seconds; second++) {
            saySecond(perSecond, begin + (second - 1) * 1_000_000_000L);
            String metrics = metrics();
            // The first seconds are those of cold code, which a restart under such a load would have as well.
            long age = age(HUGE, ExactTalk.VIDEO);
            oldest = second > 10 ? Math.max(oldest, age) : oldest;
            double heap = metric(metrics, "jvm_memory_used_bytes\\{area=\"heap\"[^}]*Tenured[^}]*}") / (1 << 20);
            mostHeap = Math.max(mostHeap, heap);
            if (second % 5 == 0) {
                double scored = metric(metrics, "engage_sentiment_scored_total");
                System.out.printf(
                        Locale.ROOT,
                        "%6d %8d %9.0f %9.0f %17d %8.0f %14.0f%n",
                        second,
                        said,
                        metric(metrics, "engage_sentiment_comments_total"),
                        (scored - scoredBefore) / 5,
                        age,
                        heap,
                        metric(metrics, "engage_sentiment_wordless"));
                scoredBefore = scored;
            }
        }
        producer.flush();
        double lasted = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%.0f comments a second; CPU seconds per second: service %.2f, load and broker %.2f%n",
                said / lasted,
                cpu().minus(serviceBefore).toNanos() / 1e9 / lasted,
                (machine.getProcessCpuTime() - ownBefore) / 1e9 / lasted);
        System.out.printf(
                Locale.ROOT,
                "oldest figure after the first 10 s %d ms; most of the old generation %.0f MB%n",
                oldest,
                mostHeap);
    }

    /** A light load after the heavy one: how soon all of it is scored, and whether the words of the heavy one are exact. */
    private void afterwards() throws InterruptedException, IOException {
        long begin = System.nanoTime();
        int full = 0;
        String before = metrics();
        boolean checked = false;
        for (int second = 1; second <= AFTERWARDS_SECONDS; second++) {
            saySecond(AFTERWARDS_PER_SECOND, begin + (second - 1) * 1_000_000_000L);
            String now = metrics();
            double comments = difference(now, before, "engage_sentiment_comments_total");
            double scored = difference(now, before, "engage_sentiment_scored_total");
            before = now;
            if (scored < comments) {
                full = second;
            }
            if (!checked && age(ExactTalk.VIDEO) < 1_500) {
                checked = true;
                Map<String, String> found = redis.hash("video:" + ExactTalk.VIDEO, "comments_as_of", "words_60s");
                String words = exact.words(Long.parseLong(found.get("comments_as_of")));
                System.out.printf(
                        "words %d s after the load: %s%n",
                        second,
                        words.equals(found.get("words_60s"))
                                ? "exact"
                                : "WRONG, " + found.get("words_60s") + " for " + words);
            }
        }
        System.out.printf("every comment is scored again %d s after the load%n", full);
        producer.flush();
        double counted = metric(metrics(), "engage_sentiment_comments_total");
        for (int i = 0; i < 100 && counted < said; i++) {
            Thread.sleep(200);
            counted = metric(metrics(), "engage_sentiment_comments_total");
        }
        System.out.printf(Locale.ROOT, "%d comments said, %.0f counted%n", said, counted);
    }

    /** Says so many comments, spread over the second that began then. */
    private void saySecond(int comments, long begin) throws InterruptedException {
        for (int twentieth = 1; twentieth <= 20; twentieth++) {
            for (int i = comments * (twentieth - 1) / 20; i < comments * twentieth / 20; i++) {
                say();
            }
            long left = begin + twentieth * 50_000_000L - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            }
        }
        if (!service.isAlive()) {
            throw new IllegalStateException("The service ended with " + service.exitValue());
        }
    }

    private void say() {
        String user = "u" + random.nextInt(USERS);
        long now = System.currentTimeMillis();
        String video;
        String text;
        if (random.nextInt(20) == 0) {
            video = ExactTalk.VIDEO;
            text = exact.next(user, now, random);
        } else {
            video = "v" + (int) (VIDEOS * Math.pow(random.nextDouble(), 4));
            text = texts.get(random.nextInt(texts.size()));
            if (random.nextInt(10) == 0) {
                text += " w" + random.nextInt(100_000);
            }
        }
        producer.send(new ProducerRecord<>(
                Topics.COMMENTS,
                video.getBytes(StandardCharsets.UTF_8),
                writer.write(new Event.Comment(new Occurrence("e" + said, video, user, now, null, null), text))));
        said++;
    }

    /** How old the oldest figures of these videos are in Redis, in ms. */
    private long age(String... videos) throws IOException {
        long oldest = 0;
        for (String video : videos) {
            String asOf = redis.hash("video:" + video, "comments_as_of").get("comments_as_of");
            oldest = Math.max(oldest, asOf == null ? 0 : System.currentTimeMillis() - Long.parseLong(asOf));
        }
        return oldest;
    }

    private Duration cpu() {
        return service.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String metrics() throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            // Not there yet.
            return "";
        }
    }

    private static double difference(String now, String before, String name) {
        return metric(now, name) - metric(before, name);
    }

    private static double metric(String metrics, String name) {
        Matcher found =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(metrics);
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }
}
