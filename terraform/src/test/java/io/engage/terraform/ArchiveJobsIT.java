package io.engage.terraform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs over the archive as docs/aws.md has them run: on the example of two nodes at work on loopback, by {@code engage-batch}, on a Spark master and
 * a worker with authentication and encryption. The archive is a folder, by an S3 on loopback that archive-svc writes to.
 */
@Tag("procedures")
class ArchiveJobsIT {
    private static final String KAFKA = "broker-1";
    private static final String ALL = "spark-master";
    private static final Path S3 = Path.of("..", "embedded-s3", "target", "engage-embedded-s3.jar");

    @TempDir
    Path folder;

    /** Promise: a job runs on the Spark cluster; with Kafka lost, all its events come back from the archive, and every figure with them. */
    @Test
    void jobsRunAndKafkaIsRestored() throws Exception {
        for (String unit : List.of("portal", "ingest-svc", "metrics-svc-1", "archive-svc-1")) {
            Assumptions.assumeTrue(Cluster.isBuilt(unit), unit + " is not built");
        }
        int port = FreePort.find();
        Path buckets = Files.createDirectories(folder.resolve("s3"));
        Process s3 = new ProcessBuilder(Tether.tie(List.of(
                        KafkaTools.java(),
                        "-Xmx96m",
                        "-jar",
                        S3.toString(),
                        buckets.toString(),
                        Integer.toString(port))))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3.log").toFile())
                .start();
        Map<String, String> archive = Map.of(
                "ENGAGE_ARCHIVE_ENDPOINT",
                "http://127.0.0.1:" + port,
                "ENGAGE_ARCHIVE_PATH_STYLE",
                "true",
                "ENGAGE_ARCHIVE_CREATE_BUCKET",
                "true",
                "ENGAGE_ARCHIVE_MAX_AGE",
                "2S",
                "AWS_ACCESS_KEY_ID",
                "any",
                "AWS_SECRET_ACCESS_KEY",
                "any");
        Load load = null;
        try {
            String bucket;
            try (Cluster cluster = new Cluster(Files.createDirectories(folder.resolve("first")), Plans.SMALL)) {
                // Given: events in Kafka and in the archive
                String key = cluster.makeKey("backend");
                cluster.withEnvironment(archive);
                begin(cluster, "archive-svc-1");
                load = new Load(address(cluster, 8081), address(cluster, 8080), key);
                load.during("ten seconds of events", () -> Thread.sleep(10_000));
                load.awaitExact();
                bucket = buckets.resolve("engage-archive-123456789012").toString();
                long sent = load.total();
                // When: a job on the cluster
                cluster.start(ALL, "spark-master");
                cluster.awaitWell(ALL, "spark-master");
                cluster.start(ALL, "spark-worker");
                cluster.awaitWell(ALL, "spark-worker");
                String distinct = sent + " distinct events in all";
                long began = System.nanoTime();
                await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
                    Outcome compacted = cluster.batch(ALL, "compact", "--archive", bucket);
                    assertEquals(0, compacted.exit(), compacted::output);
                    // The last files are on their way for two seconds.
                    assertTrue(compacted.output().contains(distinct), compacted::output);
                });
                System.out.printf(
                        "compact on the Spark cluster: %s, %.1f s%n", distinct, (System.nanoTime() - began) / 1e9);
                // Then: a worker did it
                assertTrue(applications(cluster) > 0);
            }
            // When: another Kafka, empty
            try (Cluster cluster = new Cluster(Files.createDirectories(folder.resolve("second")), Plans.SMALL)) {
                cluster.makeKey("backend");
                begin(cluster);
                load.lookAt(address(cluster, 8080));
                cluster.start(ALL, "spark-master");
                cluster.awaitWell(ALL, "spark-master");
                long began = System.nanoTime();
                String said = cluster.batch(ALL, "restore", "--archive", bucket).expected();
                // Then
                assertTrue(said.contains(load.total() + " events sent"), said);
                load.awaitExact();
                System.out.printf(
                        "restore: %s; figures exact after %.1f s%n",
                        said.lines().reduce("", (a, b) -> b), (System.nanoTime() - began) / 1e9);
                // Then: repeating it sends nothing
                String again =
                        cluster.batch(ALL, "restore", "--archive", bucket).expected();
                assertTrue(again.contains("\n0 events sent") || again.startsWith("0 events sent"), again);
            }
        } finally {
            if (load != null) {
                load.close();
            }
            s3.destroy();
            s3.waitFor();
        }
    }

    private static void begin(Cluster cluster, String... more) throws IOException {
        cluster.configure(Plans.SMALL, KAFKA);
        cluster.configure(Plans.SMALL, ALL);
        cluster.start(KAFKA, "kafka");
        cluster.start(ALL, "redis-1");
        cluster.awaitWell(KAFKA, "kafka");
        cluster.node(KAFKA)
                .script("engage-kafka", "access", "ingest", "metrics", "archive", "batch")
                .expected();
        List<String> services = Stream.concat(Stream.of("ingest-svc", "portal", "metrics-svc-1"), Stream.of(more))
                .toList();
        for (String service : services) {
            cluster.start(ALL, service);
        }
        for (String service : services) {
            cluster.awaitWell(ALL, service);
        }
    }

    /** How many executors the worker has run. */
    private static long applications(Cluster cluster) throws IOException {
        try (Stream<Path> work = Files.list(cluster.node(ALL).folder("/var/lib/engage/spark"))) {
            return work.filter(each -> each.getFileName().toString().startsWith("app-"))
                    .count();
        }
    }

    private static String address(Cluster cluster, int port) {
        return "http://" + cluster.node(ALL).address() + ":" + port;
    }
}
