package io.engage.terraform;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * The example of two nodes on machines with systemd and a container engine, brought up by their own first start: configuration from the bucket and secrets from the
 * Parameter Store of an emulated AWS, units by systemd, containers as the units say.
 */
@Tag("procedures")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnitsIT {
    private static final String KAFKA = "broker-1";
    private static final String ALL = "spark-master";
    private static final List<String> SERVICES =
            List.of("portal", "ingest-svc", "metrics-svc", "sentiment-svc", "archive-svc");

    /** {@code bin/roll} speaks to nodes through AWS's Systems Manager and finds them in Terraform's state. */
    private static final String MANAGER = """
            #!/bin/bash
            # Runs the command on the machine, and remembers how it ended.
            case $2 in
              send-command)
                machine=${4#i-}
                command=$(sed 's/^commands=\\["\\(.*\\)"\\],.*/\\1/' <<<"$8")
                podman exec "$ENGAGE_MACHINES-$machine" bash -c "$ENGAGE_IN_SESSION$command" >"$ENGAGE_SAID" 2>&1 && echo Success >"$ENGAGE_SAID.status" || echo Failed >"$ENGAGE_SAID.status"
                echo command-1
                ;;
              get-command-invocation)
                case "$*" in *StandardError*) cat "$ENGAGE_SAID" ;; *) cat "$ENGAGE_SAID.status" ;; esac
                ;;
            esac
            """;

    @TempDir
    static Path folder;

    private static Machines machines;
    private static Moto moto;
    private static Load load;

    @BeforeAll
    static void begin() throws Exception {
        for (String service : SERVICES) {
            Assumptions.assumeTrue(Cluster.isBuilt(service), service + " is not built");
        }
        machines = new Machines(folder);
        machines.images(SERVICES);
        for (String machine : List.of(KAFKA, ALL)) {
            machines.boot(machine, Plans.made().names(Plans.SMALL));
        }
        moto = Moto.start(machines.gateway(), folder.resolve("moto.log"));
        // Given: what Terraform and bin/make-secrets leave in AWS
        Plans plans = Plans.made();
        String bucket = "engage-archive-123456789012";
        moto.aws("s3api", "create-bucket", "--bucket", bucket);
        for (Map.Entry<String, JsonNode> node :
                plans.output(Plans.SMALL, "configurations").properties()) {
            Path file = Files.writeString(
                    folder.resolve("node.json"), node.getValue().asText());
            moto.aws(
                    "s3",
                    "cp",
                    file.toString(),
                    "s3://" + bucket + "/nodes/" + group(node.getKey()) + "/" + node.getKey() + ".json");
        }
        makeSecrets();
        String key = makeSecrets("key", "add", "backend", "server")
                .lines()
                .filter(line -> line.matches("[0-9a-f]{48}"))
                .findFirst()
                .orElseThrow();
        moto.store(folder.resolve("secrets"), "engage-small");
        // When: both start for the first time
        long began = System.nanoTime();
        for (String machine : List.of(KAFKA, ALL)) {
            machines.begin(machine, moto.environment(), firstStart(machine));
        }
        for (String machine : List.of(KAFKA, ALL)) {
            // It waits for five minutes; here all begin at once on one machine.
            await().atMost(Duration.ofMinutes(8))
                    .until(() -> machines.on(machine, "engage-node well").exit() == 0);
        }
        System.out.printf(
                "first start of both nodes: all units well after %.0f s%n", (System.nanoTime() - began) / 1e9);
        load = new Load("http://" + machines.address(ALL) + ":8081", "http://" + machines.address(ALL) + ":8080", key);
    }

    private static String makeSecrets(String... arguments) {
        Stream<String> command = Stream.concat(
                Stream.of(
                        Path.of("bin/make-secrets").toAbsolutePath().toString(),
                        "--to",
                        folder.resolve("secrets").toString()),
                Stream.of(arguments));
        return Outcome.of(folder, Map.of(), Duration.ofMinutes(2), command.toList())
                .expected();
    }

    private static String group(String node) {
        return node.equals(KAFKA) ? "kafka" : "analytics";
    }

    /** A container has no volumes of its own to wait for and to format. */
    private static String firstStart(String node) {
        return Plans.made().resources(Plans.SMALL, "aws_instance").entrySet().stream()
                .filter(each -> each.getKey().contains("[\"" + node + "\"]"))
                .map(each -> each.getValue().path("user_data").asText())
                .findFirst()
                .orElseThrow()
                .replaceFirst("(?s)# The volume is attached.*?\n(?=mkdir -p /etc/engage)", "");
    }

    @AfterAll
    static void end() throws InterruptedException {
        if (load != null) {
            load.close();
        }
        if (machines != null) {
            machines.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    /** Promise: a node's first start brings up all its units, which find one another with TLS and SCRAM, and figures are exact. */
    @Test
    @Order(1)
    void eventsAreCounted() throws Exception {
        load.during("ten seconds of events", () -> Thread.sleep(10_000));
        load.awaitExact();
        for (String machine : List.of(KAFKA, ALL)) {
            String failed = machines.on(machine, "systemctl list-units --failed --plain --no-legend 'engage-*'")
                    .expected();
            assertEquals("", failed);
        }
    }

    /** Promise: containers run as a user of their own, cannot write their image, have no capability, and only this user reads their settings. */
    @Test
    @Order(2)
    void containersAreShut() {
        Map<String, String> users = Map.of(
                "kafka",
                "1000",
                "redis-1",
                "999",
                "portal",
                "65532",
                "metrics-svc-1",
                "65532",
                "spark-worker",
                "65532");
        users.forEach((unit, user) -> {
            String machine = unit.equals("kafka") ? KAFKA : ALL;
            assertEquals(
                    user + " true []",
                    machines.inspect(
                            machine, unit, "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.EffectiveCaps}}"),
                    unit);
            // A password is in a file of its own for as long as Kafka's tool reads it.
            await().atMost(Cluster.PATIENCE)
                    .untilAsserted(() -> assertEquals(
                            "700 " + user + "\n400 " + user + "\n",
                            machines.on(
                                            machine,
                                            "cd /run/engage/units/" + unit
                                                    + " && stat -c '%a %u' . && stat -c '%a %u' * | sort -u")
                                    .expected(),
                            unit));
        });
    }

    /** Promise: a container that dies is started again by its unit, and nothing is lost. */
    @Test
    @Order(3)
    void whatDiesIsStartedAgain() throws Exception {
        for (String unit : List.of("metrics-svc-1", "redis-1", "kafka")) {
            String machine = unit.equals("kafka") ? KAFKA : ALL;
            String before = machines.inspect(machine, unit, "{{.Id}}");
            load.during(unit + " killed", () -> {
                machines.kill(machine, unit);
                await().atMost(Cluster.PATIENCE)
                        .ignoreExceptions()
                        .until(() -> !machines.inspect(machine, unit, "{{.Id}}").equals(before));
            });
            load.awaitExact();
        }
    }

    /** Promise: bin/roll restarts what has changed, and nothing else. */
    @Test
    @Order(4)
    void onlyWhatChangedIsRestarted() throws Exception {
        // Given
        Map<String, String> before = starts();
        makeSecrets("key", "add", "other", "server");
        moto.store(folder.resolve("secrets"), "engage-small");
        // When
        Outcome[] rolled = new Outcome[1];
        load.during("bin/roll for a new key", () -> rolled[0] = roll(ALL));
        // Then
        assertEquals(0, rolled[0].exit(), rolled[0]::output);
        assertEquals(ALL + " (i-" + ALL + ")\n", rolled[0].output());
        Map<String, String> after = starts();
        assertNotEquals(before.remove("ingest-svc"), after.remove("ingest-svc"));
        assertEquals(before, after);
        load.awaitExact();
        // When: with nothing changed
        Map<String, String> still = starts();
        machines.on(ALL, "engage-node apply").expected();
        assertEquals(still, starts());
    }

    /** Promise: bin/roll stops at a node that does not get well, and says so. */
    @Test
    @Order(5)
    void aRollStopsAtTheFirstFailure() throws Exception {
        Outcome rolled = roll("worker-9", ALL);
        assertEquals(1, rolled.exit(), rolled::output);
        assertTrue(
                rolled.output()
                        .endsWith("worker-9 did not get well (Failed); those behind it were left as they are.\n"),
                rolled::output);
        assertFalse(rolled.output().contains(ALL), rolled::output);
    }

    /** Promise: a node reports how it is once a minute. */
    @Test
    @Order(6)
    void nodesReport() {
        await().atMost(Cluster.PATIENCE)
                .until(() -> moto.reported()
                        .containsAll(List.of(
                                "BehindSeconds",
                                "CertificateDays",
                                "DiskUsedPercent",
                                "UnderReplicatedPartitions",
                                "UnitsDown")));
        for (String machine : List.of(KAFKA, ALL)) {
            // The last one may be of the minute in which a unit was restarted.
            await().atMost(Cluster.PATIENCE).untilAsserted(() -> {
                String report =
                        machines.on(machine, "cat /run/engage/report.json").expected();
                for (JsonNode datum : Plans.read(report)) {
                    if (List.of("UnitsDown", "UnderReplicatedPartitions")
                            .contains(datum.path("MetricName").asText())) {
                        assertEquals(0, datum.path("Value").asInt(), report);
                    }
                }
            });
            assertEquals(
                    "enabled\n",
                    machines.on(machine, "systemctl is-enabled engage-report.timer")
                            .expected());
        }
    }

    /** Promise: when a node starts again, all its units are well again by themselves. */
    @Test
    @Order(7)
    void aNodeStartsAgain() throws Exception {
        load.during("restart of " + ALL, () -> {
            machines.on(
                            ALL,
                            "systemctl stop 'engage-*.service' && rm -rf /run/engage/units /run/engage/secrets /run/engage/*.sum")
                    .expected();
            assertEquals(
                    "",
                    machines.on(ALL, "systemctl list-units --failed --plain --no-legend 'engage-*'")
                            .expected());
            machines.on(ALL, "systemctl start engage-node").expected();
            machines.on(ALL, "engage-node well").expected();
        });
        load.awaitExact();
    }

    private static Map<String, String> starts() {
        Map<String, String> found = new TreeMap<>();
        for (String unit : List.of(
                "portal",
                "ingest-svc",
                "metrics-svc-1",
                "sentiment-svc-1",
                "archive-svc-1",
                "redis-1",
                "spark-master",
                "spark-worker")) {
            found.put(unit, machines.inspect(ALL, unit, "{{.Id}}"));
        }
        return found;
    }

    private static Outcome roll(String... nodes) throws Exception {
        Path programs = Files.createDirectories(folder.resolve("operator"));
        Map<String, String> standIns = new LinkedHashMap<>();
        standIns.put("aws", MANAGER);
        standIns.put(
                "terraform",
                "#!/bin/sh\necho '{"
                        + Stream.of(nodes)
                                .map(node -> "\"" + node + "\": \"i-" + node + "\"")
                                .collect(Collectors.joining(", "))
                        + "}'\n");
        for (Map.Entry<String, String> each : standIns.entrySet()) {
            assertTrue(Files.writeString(programs.resolve(each.getKey()), each.getValue())
                    .toFile()
                    .setExecutable(true));
        }
        Map<String, String> environment = new HashMap<>(moto.environment());
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("ENGAGE_MACHINES", machines.name());
        environment.put("ENGAGE_IN_SESSION", Machines.IN_SESSION);
        environment.put("ENGAGE_SAID", folder.resolve("said").toString());
        environment.put("CONTAINERS_CONF", folder.resolve("containers.conf").toString());
        return Outcome.of(
                folder,
                environment,
                Duration.ofMinutes(8),
                Stream.concat(Stream.of(Path.of("bin/roll").toAbsolutePath().toString()), Stream.of(nodes))
                        .toList());
    }
}
