package io.engage.bench.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.engage.bench.door.Pool;
import io.engage.bench.door.Posted;
import io.engage.bench.load.Batches;
import io.engage.bench.load.Workload;
import io.engage.bench.report.Report;
import io.engage.bench.site.Site;
import io.engage.bench.site.SiteOptions;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Posts batches of lines to ingest-svc: as many as it takes, then at a fixed pace. */
@Command(
        name = "ingest",
        description = "batches over HTTP into Kafka: events per CPU second, and latency at a fixed pace",
        sortOptions = false)
public final class IngestBench implements Callable<Integer> {
    private static final String OURS = "ingest-svc";

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,10,100",
            description = "how many connections, one measurement each (default: ${DEFAULT-VALUE})")
    private List<Integer> connections;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description =
                    "another checkout of this project: its ingest-svc, as it was built there, is measured as well, in turn")
    private Path against;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "500",
            description = "events in a batch (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "length of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "75000",
            description =
                    "events a second of the measurements at a fixed pace that is the same for all (default: ${DEFAULT-VALUE})")
    private double pace;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "heap of ingest-svc (default: ${DEFAULT-VALUE})")
    private String heap;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = Site.JAVA_OPTIONS,
            description = "options of Java for ingest-svc beside the heap, in one argument (default: ${DEFAULT-VALUE})")
    private String jvm;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "a setting of ingest-svc; may be repeated")
    private List<String> settings = List.of();

    @Mixin
    private SiteOptions siteOptions;

    /** One measurement; latencies are those of a batch, from when it was due to its answer. */
    private record Measured(
            String service,
            int connections,
            String pace,
            @JsonProperty("events_per_s") double eventsPerSecond,
            @JsonProperty("events_per_cpu_s") double eventsPerCpuSecond,
            @JsonProperty("p50_ms") double p50,
            @JsonProperty("p95_ms") double p95,
            @JsonProperty("p99_ms") double p99,
            @JsonProperty("max_ms") double max,
            @JsonProperty("refused_batches") long refused) {}

    @Override
    public Integer call() throws InterruptedException {
        Workload workload = Workload.usual();
        workload.events = 400L * batch;
        List<byte[]> batches = Batches.of(workload, batch);
        Report report = new Report(
                "ingest",
                "service",
                "connections",
                "pace",
                "events/s",
                "events per CPU second",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "most ms",
                "refused batches");
        report.note(
                "Batches of %d events as lines, %,d bytes each; answered when Kafka has them; %d partitions; ingest-svc: -Xmx%s %s, settings %s."
                        .formatted(batch, batches.getFirst().length, siteOptions.partitions(), heap, jvm, settings));
        report.note("CPU seconds are those of ingest-svc alone; sender and broker run on the same cores.");
        try (Site site = siteOptions.open()) {
            site.startGround();
            NewTopics.create(site.kafka(), Topics.ALL, siteOptions.partitions());
            List<String> all =
                    new ArrayList<>(List.of("engage.ingest.local-keys=true", "engage.ingest.rate=1000000000"));
            all.addAll(settings);
            Map<String, Site.Service> services = new LinkedHashMap<>();
            services.put(OURS, start(site, "", site.project(), all));
            if (against != null) {
                services.put(OURS + " of " + against, start(site, "-against", against, all));
            }
            Report.progress("Warming up");
            for (Site.Service ingest : services.values()) {
                ingest.awaitReady();
                new Pool(ingest.port(), 10, batches, batch).asFastAsTaken(seconds);
            }
            for (int count : connections) {
                for (Map.Entry<String, Site.Service> each : services.entrySet()) {
                    Pool pool = new Pool(each.getValue().port(), count, batches, batch);
                    double capacity = measure(report, each, pool, count, 0, "as fast as taken");
                    measure(report, each, pool, count, capacity / 2, "half of that");
                    measure(report, each, pool, count, pace, "%,.0f/s".formatted(pace));
                }
            }
            services.forEach((name, ingest) -> report.note("Peak RSS of %s: %d MiB."
                    .formatted(name, ingest.child().usage().peakRssMib())));
        }
        report.finish(siteOptions.results());
        return 0;
    }

    private Site.Service start(Site site, String instance, Path checkout, List<String> all) {
        return site.startService(checkout, OURS, instance, "-Xmx" + heap + " " + jvm, all);
    }

    /** Measures once; a pace of 0 is none. Returns events a second. */
    private double measure(
            Report report,
            Map.Entry<String, Site.Service> measuredService,
            Pool pool,
            int count,
            double eventsPerSecond,
            String described)
            throws InterruptedException {
        Site.Service ingest = measuredService.getValue();
        double before = ingest.child().usage().cpuSeconds();
        Posted posted = eventsPerSecond > 0 ? pool.atPace(seconds, eventsPerSecond) : pool.asFastAsTaken(seconds);
        double cpu = ingest.child().usage().cpuSeconds() - before;
        Measured measured = new Measured(
                measuredService.getKey(),
                count,
                described,
                posted.events() / posted.seconds(),
                posted.events() / cpu,
                posted.percentileMs(50),
                posted.percentileMs(95),
                posted.percentileMs(99),
                posted.percentileMs(100),
                posted.refused());
        report.run(measured);
        report.row(
                measured.service,
                Integer.toString(count),
                described,
                "%,.0f".formatted(measured.eventsPerSecond),
                "%,.0f".formatted(measured.eventsPerCpuSecond),
                "%.1f".formatted(measured.p50),
                "%.1f".formatted(measured.p95),
                "%.1f".formatted(measured.p99),
                "%.1f".formatted(measured.max),
                Long.toString(measured.refused));
        Report.progress(measured.toString());
        return measured.eventsPerSecond;
    }
}
