package io.engage.bench.counters;

import io.engage.bench.load.TopicLoader;
import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.load.Workload;
import io.engage.bench.report.Medians;
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

/** Drains the same loaded topics with each contestant in turn, several rounds of it. */
@Command(
        name = "counters",
        description =
                "metrics-svc beside the limit and other engines: events/s, CPU seconds per million, memory, correctness",
        sortOptions = false)
public final class CountersBench implements Callable<Integer> {
    private static final String OURS = "metrics-svc";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "poll,scan,metrics-svc,flink",
            description =
                    "who takes part: poll, scan, metrics-svc, and the peers, which are built when first asked for: flink, flink-1s, kstreams,"
                            + " kstreams-tuned, floor, spark (default: ${DEFAULT-VALUE})")
    private List<String> only;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description =
                    "another checkout of this project: its metrics-svc, as it was built there, takes part as well")
    private Path against;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "interleaved rounds; the table holds medians (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "512m",
            description = "heap of metrics-svc (default: ${DEFAULT-VALUE})")
    private String heap;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "1",
            description = "instances of metrics-svc that share the work (default: ${DEFAULT-VALUE})")
    private int instances;

    @Option(
            names = "--compression",
            paramLabel = "NAME",
            defaultValue = "zstd",
            description = "of the records; zstd is what ingest-svc writes (default: ${DEFAULT-VALUE})")
    private String compression;

    @Option(
            names = "--events-per-record",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "puts so many events of one video into one record, to see what that would bring: for poll and scan only"
                            + " (default: ${DEFAULT-VALUE})")
    private int eventsPerRecord;

    @Mixin
    private MetricsOptions metricsOptions;

    @Mixin
    private Workload workload;

    @Mixin
    private SiteOptions siteOptions;

    @Override
    public Integer call() throws InterruptedException {
        workload.check();
        if (eventsPerRecord != 1 && !List.of("poll", "scan").containsAll(only)) {
            throw new IllegalArgumentException(
                    "--events-per-record needs --only poll,scan: nobody else reads such records");
        }
        Report report = new Report(
                "counters",
                "contestant",
                "events/s",
                "CPU s per million events",
                "least and most",
                "peak RSS MiB",
                "correct",
                "meaning");
        Map<Contestant, List<Drained>> all = new LinkedHashMap<>();
        try (Site site = siteOptions.open()) {
            List<Contestant> contestants = contestants(site.project());
            site.startGround();
            NewTopics.create(site.kafka(), Topics.ALL, siteOptions.partitions());
            Report.progress("Loading about %,d events".formatted(workload.events));
            Loaded loaded = TopicLoader.load(site.kafka(), workload, compression, eventsPerRecord);
            loaded.truth().writePlain(site.folder().resolve(Peer.TRUTH));
            report.note(
                    "%,d events of views and reactions (%,d repeated) of %,d bytes in %,d records, %,d videos, %,d sessions open at the end; %d partitions, %s; %d rounds, medians."
                            .formatted(
                                    loaded.truth().events(),
                                    loaded.truth().duplicates(),
                                    loaded.truth().bytesPerEvent(),
                                    loaded.records(),
                                    loaded.truth().knownVideos(),
                                    loaded.truth().openAtEnd(),
                                    siteOptions.partitions(),
                                    compression,
                                    rounds));
            report.note(
                    "metrics-svc: -Xmx%s %s, %d instance(s). The peers count plainly, without sessions and duplicates, and are compared with plain totals."
                            .formatted(heap, metricsOptions, instances));
            for (int round = 1; round <= rounds; round++) {
                for (Contestant contestant : contestants) {
                    Drained drained = contestant.run(site, loaded);
                    Report.progress("round %d: %-15s %,10.0f events/s  %.2f CPU s per million  %d MiB  correct: %s"
                            .formatted(
                                    round,
                                    contestant.label(),
                                    drained.eventsPerSecond(),
                                    drained.cpuPerMillion(),
                                    drained.peakRssMib(),
                                    drained.correct()));
                    all.computeIfAbsent(contestant, c -> new ArrayList<>()).add(drained);
                    report.run(drained);
                }
            }
        }
        all.forEach((contestant, runs) -> report.row(
                contestant.label(),
                "%,.0f".formatted(Medians.of(runs, Drained::eventsPerSecond)),
                "%.2f".formatted(Medians.of(runs, Drained::cpuPerMillion)),
                "%.2f–%.2f"
                        .formatted(
                                runs.stream()
                                        .mapToDouble(Drained::cpuPerMillion)
                                        .min()
                                        .orElseThrow(),
                                runs.stream()
                                        .mapToDouble(Drained::cpuPerMillion)
                                        .max()
                                        .orElseThrow()),
                "%.0f".formatted(Medians.of(runs, drained -> (double) drained.peakRssMib())),
                runs.stream()
                        .map(Drained::correct)
                        .filter(correct -> correct.startsWith("no:"))
                        .findFirst()
                        .orElse(runs.getFirst().correct()),
                contestant.described()));
        report.finish(siteOptions.results());
        return 0;
    }

    private List<Contestant> contestants(Path project) {
        List<Contestant> contestants = new ArrayList<>();
        for (String name : only) {
            contestants.add(
                    switch (name) {
                        case "poll" -> new LimitContestant("poll", "the limit: records polled, not looked at");
                        case "scan" ->
                            new LimitContestant("scan", "the limit: polled, three fields found in the bytes");
                        case OURS -> metricsService(OURS, project);
                        default -> Peer.of(name);
                    });
        }
        if (against != null) {
            contestants.add(metricsService(OURS + " of " + against, against));
        }
        return contestants;
    }

    private MetricsService metricsService(String label, Path checkout) {
        return metricsOptions.service(label, checkout, heap, List.of(), instances);
    }
}
