package io.engage.bench.counters;

import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.report.Report;
import io.engage.bench.site.Scrape;
import io.engage.bench.site.Site;
import io.engage.bench.site.ThreadUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * metrics-svc as it is shipped, with all of its meaning: sessions, duplicates, windows, the peak, unique viewers, the state kept in Kafka, the figures in a
 * real Redis. Measured from outside: how far it is by its own counter of events ({@code /q/metrics}, four times a second), its
 * CPU time by the system. Its figures must be exact once every session that ever sent a heartbeat has fallen silent.
 */
public final class MetricsService implements Contestant {
    /**
     * How Java runs it on a cluster, but for the heap: its tables are large and met at random, so they lie on large pages that
     * are there from the start; and the optimizing compiler takes what is called for each event, not what is called for some
     * hundred of them.
     */
    public static final String JAVA_OPTIONS = Site.JAVA_OPTIONS
            + " -XX:+AlwaysPreTouch -XX:+UseTransparentHugePages -XX:MetaspaceSize=64m -XX:Tier4InvocationThreshold=200000"
            + " -XX:Tier4MinInvocationThreshold=100000 -XX:Tier4CompileThreshold=400000 -XX:Tier4BackEdgeThreshold=600000";

    private static final String CONSUMED = "engage_metrics_events_total";
    private static final long SAMPLE_EVERY_MS = 250;
    private static final long STALLS_AFTER_NANOS = 60_000_000_000L;
    private static final long SILENCE_MS = 45_000;
    private static final long EXACT_WITHIN_MS = 30_000;

    /** A Redis that shares its core takes more than so many videos a second, with both metrics and the points of a backlog. */
    private static final long VIDEOS_WRITTEN_PER_SECOND = 3_000;

    private static final long LOOK_AGAIN_MS = 200;

    private final String label;
    private final Path checkout;
    private final String jvm;
    private final List<String> settings;
    private final int instances;

    /**
     * @param label names it in the table
     * @param checkout the folder of the project it was built in
     * @param jvm options of Java
     * @param settings more settings, each {@code name=value}
     * @param instances how many share the work
     */
    public MetricsService(String label, Path checkout, String jvm, List<String> settings, int instances) {
        this.label = label;
        this.checkout = checkout;
        this.jvm = jvm;
        this.settings = settings;
        this.instances = instances;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String described() {
        return "all of Engage's meaning";
    }

    @Override
    public Drained run(Site site, Loaded loaded) throws InterruptedException {
        return run(site, loaded, Stretch.USUAL_BEGIN, true, services -> {});
    }

    /**
     * Runs it once.
     *
     * @param begin the share of the events at which the measurement begins
     * @param silent whether sessions with heartbeats end by silence within its settings, which is waited for
     * @param atEnd looks at the services before they are ended
     */
    public Drained run(Site site, Loaded loaded, double begin, boolean silent, Consumer<List<Site.Service>> atEnd)
            throws InterruptedException {
        FreshStart.of(site.kafka(), site.redis());
        List<Site.Service> services = new ArrayList<>();
        try {
            for (int i = 1; i <= instances; i++) {
                services.add(start(site, i));
            }
            Stretch stretch = consume(
                    services,
                    new Stretch(loaded.truth().events(), begin),
                    loaded.truth().events());
            String correct =
                    compare(site, loaded, silent).map(what -> "no: " + what).orElse("yes");
            atEnd.accept(services);
            long rss = services.stream()
                    .mapToLong(service -> service.child().usage().peakRssMib())
                    .sum();
            Report.progress("CPU s per million events of its threads: " + stretch.cpuPerMillionOfThreads());
            return new Drained(
                    label(), stretch.events(), stretch.eventsPerSecond(), stretch.cpuPerMillion(), rss, correct);
        } finally {
            services.reversed().forEach(Site.Service::close);
        }
    }

    private Site.Service start(Site site, int instance) {
        Path state = site.folder().resolve("metrics-state-" + instance);
        Site.delete(state);
        List<String> all =
                new ArrayList<>(List.of("engage.instance-id=bench-" + instance, "engage.state-dir=" + state));
        all.addAll(settings);
        return site.startService(checkout, "metrics-svc", "-" + instance, jvm, all);
    }

    private static Stretch consume(List<Site.Service> services, Stretch stretch, long total)
            throws InterruptedException {
        List<Scrape> scrapes = services.stream().map(Scrape::new).toList();
        long before = 0;
        long progressAt = System.nanoTime();
        while (true) {
            long consumed = 0;
            for (Scrape scrape : scrapes) {
                consumed += (long) scrape.sum(CONSUMED);
            }
            double cpu = 0;
            Map<String, Double> threads = new TreeMap<>();
            for (Site.Service service : services) {
                service.child().mustLive();
                cpu += service.child().usage().cpuSeconds();
                ThreadUsage.of(service.child().pid())
                        .forEach((thread, seconds) -> threads.merge(thread, seconds, Double::sum));
            }
            long now = System.nanoTime();
            if (stretch.sample(consumed, now, cpu, threads)) {
                return stretch;
            }
            if (consumed > before) {
                before = consumed;
                progressAt = now;
            } else if (now - progressAt > STALLS_AFTER_NANOS) {
                throw new IllegalStateException("metrics-svc stands still at " + consumed + " of " + total
                        + " events:\n" + services.getFirst().child().lastLines());
            }
            Thread.sleep(SAMPLE_EVERY_MS);
        }
    }

    private static Optional<String> compare(Site site, Loaded loaded, boolean silent) throws InterruptedException {
        long silentAt = loaded.lastArrival() + (silent ? SILENCE_MS : 0);
        long begin = Math.max(System.currentTimeMillis(), silentAt);
        long end = begin + EXACT_WITHIN_MS + 1000L * loaded.truth().videos() / VIDEOS_WRITTEN_PER_SECOND;
        Thread.sleep(Math.max(0, silentAt - System.currentTimeMillis()));
        Optional<String> difference = ServedFigures.difference(site.redis(), loaded.truth(), silent);
        while (difference.isPresent() && System.currentTimeMillis() < end) {
            Thread.sleep(LOOK_AGAIN_MS);
            difference = ServedFigures.difference(site.redis(), loaded.truth(), silent);
        }
        Report.progress("The figures in Redis were looked at until %.1f s after they could be exact"
                .formatted((System.currentTimeMillis() - begin) / 1000.0));
        return difference;
    }
}
