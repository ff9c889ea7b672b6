package io.engage.bench.site;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a benchmark runs, with how many partitions, and what stays of it. */
public final class SiteOptions {
    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "partitions of each topic (default: ${DEFAULT-VALUE})")
    private int partitions;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the folder of the run is made (default: bench/target/run)")
    private Path data;

    @Option(names = "--keep", description = "keep the folder of the run: logs, topics")
    private boolean keep;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "where the results are written as JSON (default: bench/target/results)")
    private Path results;

    /** Opens the site. */
    public Site open() {
        return Site.open(data == null ? target("run") : data, keep);
    }

    /** How many partitions each topic has. */
    public int partitions() {
        return partitions;
    }

    /** Where results go. */
    public Path results() {
        return results == null ? target("results") : results;
    }

    private static Path target(String name) {
        return Path.of(System.getProperty("engage.home", "."), "bench", "target", name);
    }
}
