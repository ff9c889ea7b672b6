package io.engage.terraform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The procedures of docs/aws.md on the default cluster, at work on loopback, under a load that never pauses. Each is done as the document says it, by
 * the nodes' own scripts, and says what was seen; after each all figures are exact. The cluster grows on the way.
 */
@Tag("procedures")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProceduresIT {
    /** What the nodes run here, in the order in which it needs one another; on AWS it begins at once and waits. */
    private static final List<Map.Entry<String, String>> UNITS = List.of(
            Map.entry("controller-1", "kafka"),
            Map.entry("broker-1", "kafka"),
            Map.entry("broker-2", "kafka"),
            Map.entry("broker-3", "kafka"),
            Map.entry("spark-master", "redis-1"),
            Map.entry("worker-1", "redis-2"),
            Map.entry("web-1", "ingest-svc"),
            Map.entry("web-1", "portal"),
            Map.entry("worker-3", "metrics-svc-1"));

    @TempDir
    static Path folder;

    private static Cluster cluster;
    private static Load load;

    /** The brokers there are. */
    private static final List<String> brokers = new ArrayList<>(List.of("broker-1", "broker-2", "broker-3"));

    /** Where each instance of metrics-svc runs. */
    private static final Map<String, String> metrics = new LinkedHashMap<>();

    /** Deploy. */
    @BeforeAll
    static void deploy() throws Exception {
        for (String service : List.of("portal", "ingest-svc", "metrics-svc")) {
            Assumptions.assumeTrue(Cluster.isBuilt(service), service + " is not built");
        }
        long began = System.nanoTime();
        cluster = new Cluster(folder, Plans.DEFAULT);
        String key = cluster.makeKey("backend");
        for (Map.Entry<String, String> each : UNITS) {
            cluster.configure(Plans.DEFAULT, each.getKey());
            if (each.getValue().equals("ingest-svc")) {
                for (int i = 1; i <= 3; i++) {
                    cluster.awaitWell("broker-" + i, "kafka");
                }
                broker("engage-kafka", "access", "ingest", "metrics").expected();
            }
            cluster.start(each.getKey(), each.getValue());
        }
        metrics.put("metrics-svc-1", "worker-3");
        for (Map.Entry<String, String> each : UNITS) {
            cluster.awaitWell(each.getKey(), each.getValue());
        }
        System.out.printf("deploy: all well after %.1f s%n", (System.nanoTime() - began) / 1e9);
        load = new Load(address("web-1", 8081), address("web-1", 8080), key);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (load != null) {
            load.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Promise: a service is upgraded without losing a figure; figures stand still only while its single instance is away. */
    @Test
    @Order(1)
    void oneInstanceIsUpgraded() throws Exception {
        load.during("upgrade of the only metrics-svc", () -> cluster.roll("worker-3", "metrics-svc-1"));
        load.awaitExact();
    }

    /** Promise: metrics-svc grows from one instance to four, all of them count, and no figure is lost. */
    @Test
    @Order(2)
    void metricsGrowFromOneToFour() throws Exception {
        load.during("metrics-svc from 1 to 4", () -> {
            for (int i = 1; i <= 4; i++) {
                String instance = "metrics-svc-" + i;
                String node = Plans.made()
                        .output(Plans.LARGE, "placement")
                        .path(instance)
                        .asText();
                cluster.configure(Plans.LARGE, node);
                if (metrics.containsKey(instance)) {
                    cluster.roll(node, instance);
                } else {
                    metrics.put(instance, node);
                    cluster.start(node, instance);
                    cluster.awaitWell(node, instance);
                }
            }
            await().atMost(Cluster.PATIENCE)
                    .until(() -> partitions().values().stream().allMatch(each -> each > 0));
        });
        load.awaitExact();
        System.out.println("  partitions of both metrics: " + partitions());
    }

    /** Promise: with several instances one after the other is upgraded, and the others go on. */
    @Test
    @Order(3)
    void severalInstancesAreUpgraded() throws Exception {
        for (Map.Entry<String, String> each : metrics.entrySet()) {
            load.during("upgrade of " + each.getKey() + " of 4", () -> cluster.roll(each.getValue(), each.getKey()));
        }
        load.awaitExact();
    }

    /** Promise: three more brokers take their share of every topic, under load, and nothing is lost. */
    @Test
    @Order(4)
    void brokersGrowFromThreeToSix() throws Exception {
        cluster.nameAll(Plans.LARGE);
        load.during("brokers from 3 to 6", () -> {
            for (String broker : List.of("broker-4", "broker-5", "broker-6")) {
                cluster.configure(Plans.LARGE, broker);
                cluster.start(broker, "kafka");
                brokers.add(broker);
            }
            for (String broker : brokers) {
                cluster.awaitWell(broker, "kafka");
            }
            await().atMost(Cluster.PATIENCE).until(() -> registered().size() == 6);
            System.out.print("  "
                    + broker("engage-kafka", "spread", "50").expected().lines().reduce("", (a, b) -> b) + "\n");
        });
        load.awaitExact();
        // Then: each holds replicas, and leads some
        Map<String, Long> leaders = counts("Leader: (\\d+)");
        assertEquals(Set.of("101", "102", "103", "104", "105", "106"), leaders.keySet(), leaders::toString);
        System.out.println("  leaders: " + leaders);
        assertEquals(0, lacking());
    }

    /** Promise: a broker that dies is back by itself, and nothing is lost meanwhile. */
    @Test
    @Order(5)
    void aBrokerDies() throws Exception {
        load.during("kill of broker-2", () -> {
            cluster.node("broker-2").kill("kafka");
            Thread.sleep(1000);
            awaitAllReplicas();
        });
        load.awaitExact();
    }

    /** Promise: a password of Kafka is renewed under load. */
    @Test
    @Order(6)
    void passwordsAreRenewed() throws Exception {
        load.during("new passwords of ingest and metrics", () -> {
            for (String user : List.of("ingest", "metrics")) {
                cluster.makeSecrets("renew", "kafka-" + user).expected();
                cluster.node("broker-1").takeSecrets(cluster.secrets());
                cluster.node("broker-1").fill("kafka");
                broker("engage-kafka", "access", user).expected();
            }
            cluster.roll("web-1", "ingest-svc");
            rollMetrics();
        });
        load.awaitExact();
    }

    /** Promise: certificates are renewed under load, one node after another. */
    @Test
    @Order(7)
    void certificatesAreRenewed() throws Exception {
        String before = serial("broker-1", 9092);
        load.during("new certificates", () -> {
            cluster.makeSecrets("renew", "certificates").expected();
            cluster.roll("controller-1", "kafka");
            for (String broker : brokers) {
                cluster.roll(broker, "kafka");
                awaitAllReplicas();
            }
            cluster.roll("worker-1", "redis-2");
            cluster.roll("spark-master", "redis-1");
        });
        load.awaitExact();
        assertNotEquals(before, serial("broker-1", 9092));
        assertEquals(serial("broker-1", 9092), serial(brokers.getLast(), 9092));
    }

    /** Promise: Redis holds nothing of its own: emptied or begun anew, it is filled again by itself. */
    @Test
    @Order(8)
    void redisIsFilledAgain() throws Exception {
        load.during("Redis emptied", () -> {
            try (Redis redis = new Redis(cluster.node("spark-master").address(), cluster.secrets())) {
                assertEquals("+OK", redis.authenticate());
                assertEquals("+OK", redis.ask("FLUSHALL"));
            }
            load.awaitExact();
        });
        load.during("Redis killed", () -> {
            cluster.node("spark-master").kill("redis-1");
            load.awaitExact();
        });
    }

    /** Promise: the password of Redis is renewed under load: figures are not shown for a moment, and none is lost. */
    @Test
    @Order(9)
    void passwordOfRedisIsRenewed() throws Exception {
        String before = Files.readString(cluster.secrets().resolve("analytics/redis-password"));
        load.during("a new password of Redis", () -> {
            cluster.makeSecrets("renew", "redis-password").expected();
            cluster.roll("spark-master", "redis-1");
            cluster.roll("worker-1", "redis-2");
            rollMetrics();
            cluster.roll("web-1", "portal");
        });
        load.awaitExact();
        // Then: both take the new one alone, and the replica follows
        for (String node : List.of("spark-master", "worker-1")) {
            try (Redis redis = new Redis(cluster.node(node).address(), cluster.secrets())) {
                assertTrue(redis.ask("AUTH " + before).startsWith("-WRONGPASS"));
                assertEquals("+OK", redis.authenticate());
            }
        }
        try (Redis redis = new Redis(cluster.node("worker-1").address(), cluster.secrets())) {
            assertEquals("+OK", redis.authenticate());
            await().atMost(Cluster.PATIENCE)
                    .untilAsserted(
                            () -> assertTrue(redis.read("INFO replication").contains("master_link_status:up")));
        }
    }

    /** Promise: when the node of the primary is lost the other Redis takes over, once told. */
    @Test
    @Order(10)
    void redisMoves() throws Exception {
        load.during("Redis on another node", () -> {
            cluster.node("spark-master").stop("redis-1");
            cluster.nameAll(Plans.REDIS_MOVED);
            cluster.configure(Plans.REDIS_MOVED, "worker-1");
            cluster.roll("worker-1", "redis-2");
            cluster.roll("web-1", "portal");
            rollMetrics();
        });
        load.awaitExact();
    }

    /** Promise: two more controllers vote, and the first one may then be away. */
    @Test
    @Order(11)
    void controllersGrowFromOneToThree() throws Exception {
        load.during("controllers from 1 to 3", () -> {
            for (String controller : List.of("controller-2", "controller-3")) {
                cluster.configure(Plans.LARGE, controller);
                cluster.start(controller, "kafka");
                cluster.awaitWell(controller, "kafka");
                await().atMost(Cluster.PATIENCE)
                        .until(() -> cluster.node(controller)
                                        .script("engage-kafka", "join")
                                        .exit()
                                == 0);
            }
            for (String broker : brokers) {
                cluster.configure(Plans.LARGE, broker);
                cluster.roll(broker, "kafka");
                awaitAllReplicas();
            }
            cluster.configure(Plans.LARGE, "controller-1");
            cluster.roll("controller-1", "kafka");
        });
        load.awaitExact();
        load.during("one of three controllers away", () -> {
            cluster.node("controller-1").stop("kafka");
            // A leader can be chosen only by controllers that work.
            cluster.roll("broker-3", "kafka");
            awaitAllReplicas();
        });
        load.awaitExact();
    }

    /** Lets every instance of metrics-svc take up what is new, one after another. */
    private static void rollMetrics() throws IOException, InterruptedException {
        for (Map.Entry<String, String> each : metrics.entrySet()) {
            cluster.roll(each.getValue(), each.getKey());
        }
    }

    // --- What the nodes say

    private static Outcome broker(String script, String... arguments) {
        return cluster.node("broker-1").script(script, arguments);
    }

    private static String address(String node, int port) {
        return "http://" + cluster.node(node).address() + ":" + port;
    }

    /** How many partitions of both metrics each instance counts. */
    private static Map<String, Integer> partitions() throws IOException, InterruptedException {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : metrics.entrySet()) {
            String health = cluster.node(each.getValue()).health(each.getKey());
            counted.put(
                    each.getKey(),
                    Cluster.get(health.replace("/q/health/ready", "/q/metrics"))
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("engage_metrics_partitions{"))
                            .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                            .sum());
        }
        return counted;
    }

    private static Set<String> registered() {
        return Pattern.compile("\\(id: (\\d+) rack")
                .matcher(broker("engage-kafka", "tool", "kafka-broker-api-versions")
                        .output())
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Long> counts(String pattern) {
        return Pattern.compile(pattern)
                .matcher(broker("engage-kafka", "tool", "kafka-topics", "--describe")
                        .expected())
                .results()
                .collect(Collectors.groupingBy(each -> each.group(1), java.util.TreeMap::new, Collectors.counting()));
    }

    private static long lacking() {
        return broker("engage-kafka", "tool", "kafka-topics", "--describe", "--under-replicated-partitions")
                .expected()
                .lines()
                .filter(line -> line.contains("Topic:"))
                .count();
    }

    /** What {@code engage-node well} waits for on a broker. */
    private static void awaitAllReplicas() {
        await().atMost(Cluster.PATIENCE).ignoreExceptions().until(() -> lacking() == 0);
    }

    private static String serial(String node, int port) {
        return Outcome.of(
                        folder,
                        Map.of(),
                        Duration.ofSeconds(30),
                        List.of(
                                "sh",
                                "-c",
                                "openssl s_client -connect "
                                        + cluster.node(node).address() + ":" + port
                                        + " </dev/null 2>/dev/null | openssl x509 -noout -serial"))
                .expected();
    }
}
