package io.engage.bench.counters;

import io.engage.bench.load.TopicLoader.Loaded;
import io.engage.bench.report.Report;
import io.engage.bench.site.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Another engine at plain counters on the same topics: a Maven build of its own in {@code bench/peers}, which the project's build never
 * touches, so that nobody downloads Flink or Spark who does not ask for them.
 */
enum Peer implements Contestant {
    FLINK("flink", "Flink", "plain counters, checkpoint every 10 s"),
    FLINK_1S("flink", "Flink", "plain counters, checkpoint every second", "--checkpoint-s", "1"),
    KSTREAMS("kstreams", "KStreams", "plain counters, straightforward DSL"),
    KSTREAMS_TUNED(
            "kstreams",
            "KStreams",
            "plain counters, tuned DSL, stores in memory",
            "--window",
            "1",
            "--store",
            "memory"),
    FLOOR("kstreams", "Floor", "a processor that counts bytes, exactly once"),
    SPARK("spark", "Spark", "plain counters");

    /** The file of the plain totals, in the folder of the site. */
    static final String TRUTH = "plain-truth.tsv";

    /** What Flink and Spark ask for on Java 17 and later. */
    private static final List<String> OPENS = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.time",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final String module;
    private final String main;
    private final String described;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> arguments;

    Peer(String module, String main, String described, String... arguments) {
        this.module = module;
        this.main = main;
        this.described = described;
        this.arguments = List.of(arguments);
    }

    static Peer of(String label) {
        return Arrays.stream(values())
                .filter(peer -> peer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contestant '" + label
                        + "'; there are poll," + " scan, metrics-svc, "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Peer::label).toList())));
    }

    @Override
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public String described() {
        return described;
    }

    @Override
    public Drained run(Site site, Loaded loaded) throws InterruptedException {
        Path folder = site.project().resolve(Path.of("bench", "peers", module));
        Path jar = folder.resolve(Path.of("target", module + ".jar"));
        if (!Files.exists(jar)) {
            build(site);
        }
        FreshStart.of(site.kafka(), site.redis());
        Path state = site.folder().resolve("peer-state");
        Site.delete(state);
        List<String> command = new ArrayList<>(java());
        command.add("-Xmx2g");
        OPENS.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", jar + ":" + folder.resolve("target/lib") + "/*", "peers." + main));
        command.addAll(List.of("--name", label()));
        command.addAll(List.of("--bootstrap", site.kafka(), "--redis", site.redis() + "/0"));
        command.addAll(List.of("--truth", site.folder().resolve(TRUTH).toString(), "--state", state.toString()));
        command.addAll(arguments);
        return Program.run(site, label(), command);
    }

    /** Spark does not run on a Java as new as ours: it takes the one that {@code SPARK_JAVA_HOME} names. */
    private List<String> java() {
        String home = System.getenv("SPARK_JAVA_HOME");
        if (this != SPARK) {
            return Site.java();
        }
        if (home == null) {
            throw new IllegalStateException("Spark needs a Java 17 or 21: name its folder in SPARK_JAVA_HOME");
        }
        return List.of(Path.of(home, "bin", "java").toString());
    }

    private static void build(Site site) throws InterruptedException {
        Report.progress("Building the peers, which downloads them the first time");
        Path log = site.folder().resolve("peers-build.log");
        try {
            Process maven = new ProcessBuilder(
                            site.project().resolve("mvnw").toString(),
                            "-B",
                            "-ntp",
                            "-f",
                            site.project()
                                    .resolve(Path.of("bench", "peers", "pom.xml"))
                                    .toString(),
                            "package")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (maven.waitFor() != 0) {
                throw new IllegalStateException("The peers cannot be built:\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The peers cannot be built", e);
        }
    }
}
