package io.engage.bench.counters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How metrics-svc is run. */
public final class MetricsOptions {
    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = MetricsService.JAVA_OPTIONS,
            description =
                    "options of Java for metrics-svc beside the heap, in one argument (default: ${DEFAULT-VALUE})")
    private String jvm;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "a setting of metrics-svc, such as engage.stream-threads=2; may be repeated")
    private List<String> settings = List.of();

    /**
     * metrics-svc run so, with all of its heap from the start.
     *
     * @param label names it in the table
     * @param checkout the folder of the project it was built in
     * @param heap as Java has it, such as {@code 512m}
     * @param fixed settings beside those of the command line, each {@code name=value}
     * @param instances how many share the work
     */
    public MetricsService service(String label, Path checkout, String heap, List<String> fixed, int instances) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(fixed);
        return new MetricsService(label, checkout, "-Xms" + heap + " -Xmx" + heap + " " + jvm, all, instances);
    }

    /** For a note below the table. */
    @Override
    public String toString() {
        return jvm + ", settings " + settings;
    }
}
