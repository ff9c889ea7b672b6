package io.engage.bench.latency;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.engage.bench.door.Connection;
import io.engage.bench.door.LiveLoad;
import io.engage.bench.load.Workload;
import io.engage.bench.report.Report;
import io.engage.bench.site.Site;
import io.engage.bench.site.SiteOptions;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Likes a set of probe videos at random moments while a load runs through the same services, and measures how long each like takes
 * to be seen. A like's time counts from when it was due, whether the earlier ones are through or not.
 */
@Command(
        name = "latency",
        description = "a like from the POST to Redis and to a browser's stream, under load",
        sortOptions = false)
public final class LatencyBench implements Callable<Integer> {
    private static final int PROBES = 50;
    private static final int LIKING_CONNECTIONS = 8;
    private static final int ACCEPTED = 202;
    private static final long LONGEST_US = 60_000_000;
    private static final long SEEN_WITHIN_MS = 15_000;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            defaultValue = "1000,10000,50000",
            description = "events a second of the load, one measurement each (default: ${DEFAULT-VALUE})")
    private List<Integer> rates;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "50",
            description = "length of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--likes",
            paramLabel = "N",
            defaultValue = "25",
            description = "likes a second (default: ${DEFAULT-VALUE})")
    private double likes;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "8",
            description = "seconds of load before each measurement (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "1000",
            description = "videos of the load (default: ${DEFAULT-VALUE})")
    private int videos;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting of every service; may be repeated")
    private List<String> settings = List.of();

    @Option(
            names = "--metrics-jvm",
            paramLabel = "OPTIONS",
            defaultValue = "-Xmx512m " + Site.JAVA_OPTIONS,
            description = "options of Java for metrics-svc (default: ${DEFAULT-VALUE})")
    private String metricsJvm;

    @Mixin
    private SiteOptions siteOptions;

    /** Percentiles of one way, in ms. */
    private record Way(
            double p50,
            double p95,
            double p99,
            @JsonProperty("p99_9") double p999,
            double max) {
        static Way of(Histogram histogram) {
            return new Way(
                    at(histogram, 50), at(histogram, 95), at(histogram, 99), at(histogram, 99.9), at(histogram, 100));
        }

        private static double at(Histogram histogram, double percentile) {
            return histogram.getValueAtPercentile(percentile) / 1000.0;
        }

        String cells() {
            return "%.0f / %.0f / %.0f / %.0f".formatted(p50, p95, p99, p999);
        }
    }

    private record Measured(
            @JsonProperty("events_per_s") int rate,
            long likes,
            Way post,
            Way redis,
            Way stream,
            @JsonProperty("missing_in_redis") int missingInRedis,
            @JsonProperty("missing_in_stream") int missingInStream,
            @JsonProperty("batches_waiting_at_end") int waiting) {}

    private record Like(ProbeVideo video, long due) {}

    @Override
    public Integer call() throws InterruptedException {
        Report report = new Report(
                "latency",
                "events/s",
                "likes",
                "to the answer of the POST",
                "to Redis",
                "to the browser's stream",
                "not seen");
        report.note(
                "p50 / p95 / p99 / p99.9 in ms, from when a like was due. %d videos, %d partitions; figures are written every second."
                        .formatted(videos, siteOptions.partitions()));
        report.note(
                "Services, Kafka, Redis, the load, %d streams and their readers share the cores.".formatted(PROBES));
        try (Site site = siteOptions.open()) {
            site.startGround();
            NewTopics.create(site.kafka(), Topics.ALL, siteOptions.partitions());
            List<String> door =
                    new ArrayList<>(List.of("engage.ingest.local-keys=true", "engage.ingest.rate=1000000000"));
            door.addAll(settings);
            List<String> counters = new ArrayList<>(List.of(
                    "engage.instance-id=bench",
                    "engage.state-dir=" + site.folder().resolve("metrics-state")));
            counters.addAll(settings);
            try (Site.Service ingest = site.startService("ingest-svc", "", "-Xmx512m " + Site.JAVA_OPTIONS, door);
                    Site.Service metrics = site.startService("metrics-svc", "", metricsJvm, counters);
                    Site.Service portal = site.startService("portal", "", "-Xmx256m " + Site.JAVA_OPTIONS, settings)) {
                ingest.awaitReady();
                metrics.awaitReady();
                portal.awaitReady();
                for (int rate : rates) {
                    Measured measured = measure(site, ingest, portal, rate);
                    report.run(measured);
                    report.row(
                            "%,d".formatted(rate),
                            Long.toString(measured.likes),
                            measured.post.cells(),
                            measured.redis.cells(),
                            measured.stream.cells(),
                            Integer.toString(Math.max(measured.missingInRedis, measured.missingInStream)));
                    Report.progress(measured.toString());
                }
            }
        }
        report.finish(siteOptions.results());
        return 0;
    }

    private Measured measure(Site site, Site.Service ingest, Site.Service portal, int rate)
            throws InterruptedException {
        Workload workload = Workload.usual();
        workload.videos = videos;
        workload.rate = rate;
        workload.events = Long.MAX_VALUE;
        workload.seed = rate;
        workload.sessions = Math.min(100_000, 10 * rate);
        List<ProbeVideo> probes = new ArrayList<>();
        for (int i = 0; i < PROBES; i++) {
            probes.add(new ProbeVideo("probe-" + rate + "-" + i));
        }
        Histogram post = new Histogram(LONGEST_US, 3);
        Histogram redis = new Histogram(LONGEST_US, 3);
        Histogram stream = new Histogram(LONGEST_US, 3);
        try (LiveLoad load = LiveLoad.start(ingest.port(), workload);
                Watchers watchers = new Watchers(site.redis(), portal.port(), probes, redis, stream)) {
            Report.progress("%,d events/s: warming up".formatted(rate));
            like(ingest.port(), probes, warmUp, post);
            post.reset();
            synchronized (redis) {
                redis.reset();
            }
            synchronized (stream) {
                stream.reset();
            }
            Report.progress("%,d events/s: measuring".formatted(rate));
            like(ingest.port(), probes, seconds, post);
            long end = System.currentTimeMillis() + SEEN_WITHIN_MS;
            while (missing(probes) > 0 && System.currentTimeMillis() < end) {
                Thread.sleep(100);
            }
            load.mustWork();
            return new Measured(
                    rate,
                    post.getTotalCount(),
                    Way.of(post),
                    Way.of(redis),
                    Way.of(stream),
                    probes.stream().mapToInt(ProbeVideo::missingInRedis).sum(),
                    probes.stream().mapToInt(ProbeVideo::missingInStream).sum(),
                    load.waiting());
        }
    }

    private static int missing(List<ProbeVideo> probes) {
        return probes.stream()
                .mapToInt(probe -> Math.max(probe.missingInRedis(), probe.missingInStream()))
                .sum();
    }

    /** Likes the probes in turn for a while, at random moments, and waits for the answers. */
    private void like(int port, List<ProbeVideo> probes, int forSeconds, Histogram answers)
            throws InterruptedException {
        LinkedBlockingQueue<Like> queue = new LinkedBlockingQueue<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        SplittableRandom random = new SplittableRandom(forSeconds);
        try (ExecutorService senders = Executors.newFixedThreadPool(LIKING_CONNECTIONS)) {
            for (int i = 0; i < LIKING_CONNECTIONS; i++) {
                senders.execute(() -> post(port, queue, answers, failure));
            }
            int count = (int) (forSeconds * likes);
            for (int i = 0; i < count; i++) {
                long due = begin + (long) ((i + random.nextDouble()) / likes * 1e9);
                for (long ahead = due - System.nanoTime(); ahead > 0; ahead = due - System.nanoTime()) {
                    LockSupport.parkNanos(ahead);
                }
                ProbeVideo video = probes.get(i % probes.size());
                video.liked(due);
                queue.add(new Like(video, due));
            }
            for (int i = 0; i < LIKING_CONNECTIONS; i++) {
                queue.add(new Like(null, 0));
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A like could not be posted", failure.get());
        }
    }

    private static void post(
            int port, LinkedBlockingQueue<Like> queue, Histogram answers, AtomicReference<Exception> failure) {
        try (Connection connection = new Connection(port)) {
            for (Like like = queue.poll(1, TimeUnit.MINUTES);
                    like != null && like.video != null;
                    like = queue.poll(1, TimeUnit.MINUTES)) {
                String json = "{\"event_type\":\"like\",\"video_id\":\"" + like.video.id() + "\",\"user_id\":\"p"
                        + like.due + "\",\"timestamp\":" + System.currentTimeMillis() + "}\n";
                int status = connection.post(json.getBytes(StandardCharsets.US_ASCII));
                if (status != ACCEPTED) {
                    throw new IOException("ingest-svc answered " + status);
                }
                synchronized (answers) {
                    answers.recordValue(Math.min(LONGEST_US, (System.nanoTime() - like.due) / 1000));
                }
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
