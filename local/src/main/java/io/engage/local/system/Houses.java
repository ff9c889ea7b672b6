package io.engage.local.system;

import io.engage.embedded.EmbeddedRedis;
import io.engage.local.kafka.KafkaProcess;
import io.engage.local.supervise.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** The one list of all processes that make the system. */
public final class Houses {
    /** The port of Kafka before it is shifted. */
    public static final int KAFKA = 9092;

    private static final int KAFKA_CONTROLLER = 9093;
    private static final int REDIS = 6379;

    /** The port of the S3 before it is shifted. */
    public static final int S3 = 9000;

    /** The port of ingest-svc before it is shifted. */
    public static final int INGEST = 8081;

    /** The port of the portal before it is shifted. */
    public static final int PORTAL = 8080;

    /** The name of the simulated viewers. */
    public static final String SIMULATION = "simulation";

    /** All houses, in the order in which people read them. */
    public static final List<House> ALL = List.of(
            new House(
                    "kafka",
                    List.of(KAFKA, KAFKA_CONTROLLER),
                    House.Layer.GROUND,
                    Houses::kafka,
                    site -> Probe.kafka(site.port(KAFKA))),
            new House(
                    "redis", List.of(REDIS), House.Layer.GROUND, Houses::redis, site -> Probe.redis(site.port(REDIS))),
            new House("s3", List.of(S3), House.Layer.GROUND, Houses::s3, site -> Probe.http(site.port(S3), "/")),
            service("ingest-svc", INGEST, 192, site -> List.of("-Dengage.ingest.local-keys=true", usesKafka(site))),
            service(
                    "metrics-svc",
                    8082,
                    384,
                    site -> List.of(
                            "-Dengage.instance-id=local",
                            "-Dengage.state-dir=" + site.folder("metrics-svc").resolve("state"),
                            usesKafka(site),
                            usesRedis(site))),
            service(
                    "sentiment-svc",
                    8083,
                    256,
                    site -> List.of("-Dengage.instance-id=local", usesKafka(site), usesRedis(site))),
                    "archive-svc",
                    8084,
                    256,
                    site -> List.of(
                            // The local S3 takes any.
                            "-Daws.accessKeyId=local",
                            "-Daws.secretAccessKey=local",
                            "-Dengage.archive.endpoint=http://" + site.address(S3),
                            "-Dengage.archive.path-style=true",
                            "-Dengage.archive.create-bucket=true",
                            "-Dengage.archive.buffer-dir="
                                    + site.folder("archive-svc").resolve("open"),
                            "-Dengage.archive.max-age=" + orElse("ENGAGE_ARCHIVE_MAX_AGE", "60s"),
                            "-Dengage.archive.finish-within=3s",
                            usesKafka(site))),
            service("portal", PORTAL, 192, site -> List.of(usesRedis(site))),
            // It waits by itself until its events are taken, so it works as soon as it runs.
            new House(SIMULATION, List.of(), House.Layer.AUDIENCE, Houses::simulation, site -> () -> true));

    private Houses() {}

    /**
     * All but the named ones.
     *
     * @throws IllegalArgumentException with a message for people when a name is not that of a house
     */
    public static List<House> without(Collection<String> names) {
        TreeSet<String> unknown = new TreeSet<>(names);
        ALL.forEach(house -> unknown.remove(house.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no " + String.join(", ", unknown) + " to leave out; there are "
                    + String.join(", ", ALL.stream().map(House::name).toList()));
        }
        return ALL.stream().filter(house -> !names.contains(house.name())).toList();
    }

    private static House service(String name, int port, int heapMb, Function<Site, List<String>> settings) {
        return new House(
                name,
                List.of(port),
                House.Layer.SERVICE,
                site -> {
                    List<String> command = new ArrayList<>(java(site, heapMb));
                    command.add("-Dquarkus.http.host=127.0.0.1");
                    command.add("-Dquarkus.http.port=" + site.port(port));
                    command.add("-Dquarkus.log.console.json.enabled=false");
                    // It would tell of every question that finds a house starting.
                    command.add("-Dquarkus.log.category.\"io.smallrye.health\".level=ERROR");
                    command.add("-Dquarkus.shutdown.timeout=3s");
                    command.addAll(settings.apply(site));
                    command.add("-jar");
                    command.add(site.project()
                            .resolve(name)
                            .resolve(Path.of("target", "quarkus-app", "quarkus-run.jar"))
                            .toString());
                    return command;
                },
                site -> Probe.http(site.port(port), "/q/health"));
    }

    private static List<String> kafka(Site site) {
        List<String> command = new ArrayList<>(java(site, 160));
        command.add("-cp");
        command.add(site.project()
                .resolve(Path.of("local", "target", "engage-local.jar"))
                .toString());
        command.add(KafkaProcess.class.getName());
        command.add(site.folder("kafka").toString());
        command.add(Integer.toString(site.port(KAFKA)));
        command.add(Integer.toString(site.port(KAFKA_CONTROLLER)));
        return command;
    }

    private static List<String> s3(Site site) {
        List<String> command = new ArrayList<>(java(site, 64));
        command.add("-jar");
        command.add(site.project()
                .resolve(Path.of("embedded-s3", "target", "engage-embedded-s3.jar"))
                .toString());
        command.add(site.folder("s3").toString());
        command.add(Integer.toString(site.port(S3)));
        return command;
    }

    private static List<String> simulation(Site site) {
        List<String> command = new ArrayList<>(java(site, 32));
        command.add("-jar");
        command.add(site.project()
                .resolve(Path.of("local", "target", "engage-local.jar"))
                .toString());
        command.add("simulate");
        command.add("--url");
        command.add("http://" + site.address(INGEST));
        return command;
    }

    private static List<String> redis(Site site) {
        return EmbeddedRedis.command(site.folder("redis"), site.port(REDIS));
    }

    /**
     * One machine, small processes: the serial collector and the first compiler start sooner and need less, and a heap that
     * begins small with little room for the young holds hardly more memory than it has objects.
     */
    private static List<String> java(Site site, int heapMb) {
        return List.of(
                site.java().toString(),
                "-Dengage.data=" + site.mark(),
                "-Xmx" + heapMb + "m",
                "-Xms" + Math.min(40, heapMb / 2) + "m",
                "-Xmn" + Math.min(16, heapMb / 4) + "m",
                // Else the loading of the classes collects the whole heap several times.
                "-XX:MetaspaceSize=64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError");
    }

    /** What the environment says, or else what is usual here. */
    private static String orElse(String variable, String usual) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? usual : value;
    }

    private static String usesKafka(Site site) {
        return "-Dkafka.bootstrap.servers=" + site.address(KAFKA);
    }

    private static String usesRedis(Site site) {
        return "-Dquarkus.redis.hosts=redis://" + site.address(REDIS);
    }
}
