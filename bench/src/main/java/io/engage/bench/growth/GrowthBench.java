package io.engage.bench.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.engage.bench.counters.Drained;
import io.engage.bench.counters.MetricsOptions;
import io.engage.bench.load.TopicLoader;
import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.load.Workload;
import io.engage.bench.report.Medians;
import io.engage.bench.report.Report;
import io.engage.bench.site.Site;
import io.engage.bench.site.SiteOptions;
import io.engage.embedded.NewTopics;
import io.engage.events.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drains loads that differ in one thing each. Measured is the second half of the events, when what grows has grown. */
@Command(
        name = "growth",
        description = "cost per event of metrics-svc as videos, open sessions, one video's share and instances grow",
        sortOptions = false)
public final class GrowthBench implements Callable<Integer> {
    private static final double SECOND_HALF = 0.5;

    /**
     * What is done for a video and not for an event, such as its points, is done so seldom that Java's compilers come to it only
     * after some fifteen million events; and when one metric has nothing waiting any more, all its videos are written to Redis, however many
     * events there were. Of so many events both weigh little.
     */
    private static final long UNTIL_VIDEOS_WEIGH_LITTLE = 60_000_000;

    /** Nobody falls silent meanwhile, so that all sessions stay open. */
    private static final String NO_SILENCE = "engage.sessions.heartbeat-silence=PT4H";

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "videos,sessions,hot,instances",
            description = "what grows (default: ${DEFAULT-VALUE})")
    private List<String> only;

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "VALUE",
            description = "only these of the values that it grows to, such as 1000,100000 (default: all)")
    private List<String> values = List.of();

    @Option(
            names = "--full",
            description =
                    "up to 1,000,000 videos and 5,000,000 sessions: needs 20 GiB of memory and a quarter of an hour more")
    private boolean full;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "3000000",
            description =
                    "events of each load, more where so many sessions or videos need it (default: ${DEFAULT-VALUE})")
    private long events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "interleaved rounds; the table holds medians, and of what is held against the first that of the rounds (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Mixin
    private MetricsOptions metricsOptions;

    @Mixin
    private SiteOptions siteOptions;

    /** One load: what is other than usual. */
    private record Case(
            String grows,
            String value,
            long events,
            int videos,
            int sessions,
            double hot,
            int instances,
            String heap) {}

    private record Measured(
            String grows,
            String value,
            String heap,
            @JsonProperty("open_sessions") long openSessions,
            @JsonProperty("sessions") long sessions,
            @JsonProperty("live_heap_bytes") long liveHeap,
            Drained drained) {}

    @Override
    public Integer call() throws InterruptedException {
        Report report = new Report(
                "growth",
                "what grows",
                "to",
                "heap",
                "events/s",
                "CPU s per million events",
                "of the first",
                "sessions ever",
                "heap in use MiB",
                "peak RSS MiB",
                "correct");
        report.note(
                "metrics-svc: 1,000 videos, 100,000 open sessions and one instance where nothing else is said; %d partitions; %s."
                        .formatted(siteOptions.partitions(), metricsOptions));
        report.note(
                "Measured is the second half of the events. The heap in use is that after a full collection, all instances together.");
        for (List<Case> cases : only.stream().map(this::chosen).toList()) {
            List<List<Measured>> runs = new ArrayList<>();
            cases.forEach(one -> runs.add(new ArrayList<>()));
            for (int round = 1; round <= rounds; round++) {
                for (int at = 0; at < cases.size(); at++) {
                    Measured measured = measure(cases.get(at));
                    runs.get(at).add(measured);
                    report.run(measured);
                    Report.progress("round " + round + ": " + measured);
                }
            }
            runs.forEach(ofCase -> row(report, ofCase, runs.getFirst()));
        }
        report.finish(siteOptions.results());
        return 0;
    }

    /** @param firsts the runs of the first case, in the same rounds */
    private static void row(Report report, List<Measured> runs, List<Measured> firsts) {
        Measured any = runs.getFirst();
        List<Drained> drained = runs.stream().map(Measured::drained).toList();
        List<Double> ofFirst = IntStream.range(0, runs.size())
                .mapToObj(round -> drained.get(round).cpuPerMillion()
                        / firsts.get(round).drained.cpuPerMillion())
                .toList();
        report.row(
                any.grows,
                any.value,
                any.heap,
                "%,.0f".formatted(Medians.of(drained, Drained::eventsPerSecond)),
                "%.2f".formatted(Medians.of(drained, Drained::cpuPerMillion)),
                "%.2f".formatted(Medians.of(ofFirst, ratio -> ratio)),
                "%,d".formatted(any.sessions),
                "%.1f".formatted(Medians.of(runs, run -> run.liveHeap / 1048576.0)),
                "%.0f".formatted(Medians.of(drained, run -> (double) run.peakRssMib())),
                drained.stream().map(Drained::correct).distinct().collect(Collectors.joining("; ")));
    }

    private List<Case> chosen(String what) {
        List<Case> all = cases(what);
        List<Case> chosen = all.stream()
                .filter(one -> values.isEmpty() || values.contains(one.value.replaceAll("\\D", "")))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--at names none of what " + what + " grows to: "
                    + all.stream().map(Case::value).toList());
        }
        return chosen;
    }

    private List<Case> cases(String what) {
        List<Case> cases = new ArrayList<>();
        switch (what) {
            case "videos" -> {
                for (int videos :
                        full ? new int[] {1_000, 10_000, 100_000, 1_000_000} : new int[] {1_000, 10_000, 100_000}) {
                    // The same for all, and enough that none of them has a full collection meanwhile.
                    String heap = full ? "14g" : "10g";
                    long enough = Math.max(events, UNTIL_VIDEOS_WEIGH_LITTLE);
                    cases.add(new Case("videos", "%,d".formatted(videos), enough, videos, 100_000, 0, 1, heap));
                }
            }
            case "sessions" -> {
                for (int sessions : full
                        ? new int[] {10_000, 100_000, 1_000_000, 5_000_000}
                        : new int[] {10_000, 100_000, 1_000_000}) {
                    // Of 100 events about 50 are plays until all sessions are open, and half of the load is to come
                    // then. As many for all, so that they remember as many ids.
                    long most = Math.max(events, 4L * Math.max(1_000_000, sessions));
                    String heap = sessions > 1_000_000 ? "3g" : sessions > 100_000 ? "1g" : "512m";
                    cases.add(new Case("open sessions", "%,d".formatted(sessions), most, 1_000, sessions, 0, 1, heap));
                }
            }
            case "hot" -> {
                for (double hot : new double[] {0.01, 0.1, 0.5, 0.9}) {
                    cases.add(new Case(
                            "one video's share",
                            "%.0f %%".formatted(100 * hot),
                            events,
                            1_000,
                            100_000,
                            hot,
                            1,
                            "512m"));
                }
            }
            case "instances" -> {
                for (int instances : new int[] {1, 2}) {
                    cases.add(new Case(
                            "instances", Integer.toString(instances), events, 1_000, 100_000, 0, instances, "512m"));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "There is no growth of '" + what + "'; there are videos, sessions, hot, instances");
        }
        return cases;
    }

    private Measured measure(Case one) throws InterruptedException {
        Workload workload = Workload.usual();
        workload.events = one.events;
        workload.videos = one.videos;
        workload.sessions = one.sessions;
        workload.hot = one.hot;
        try (Site site = siteOptions.open()) {
            site.startGround();
            NewTopics.create(site.kafka(), Topics.ALL, siteOptions.partitions());
            Report.progress("%s %s: loading".formatted(one.grows, one.value));
            Loaded loaded = TopicLoader.load(site.kafka(), workload, "zstd", 1);
            long[] heap = {0};
            Drained drained = metricsOptions
                    .service("metrics-svc", site.project(), one.heap, List.of(NO_SILENCE), one.instances)
                    .run(
                            site,
                            loaded,
                            SECOND_HALF,
                            false,
                            services -> heap[0] =
                                    services.stream().mapToLong(LiveHeap::bytes).sum());
            return new Measured(
                    one.grows,
                    one.value,
                    one.heap,
                    loaded.truth().openAtEnd(),
                    loaded.truth().sessions(),
                    heap[0],
                    drained);
        }
    }
}
