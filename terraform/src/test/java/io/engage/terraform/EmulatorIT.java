package io.engage.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole on an emulated AWS (moto), on loopback: {@code ./engage test --aws-emulator}. */
@Tag("aws-emulator")
class EmulatorIT {
    private static final Path FOLDER = Path.of("target", "emulator");
    private static final Pattern COUNT = Pattern.compile("(\\d+) (added|destroyed)");

    /** An image of nothing. */
    private static final String MANIFEST = """
            {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "layers": [],
             "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:0"}}""";

    private static Moto moto;
    private static Map<String, String> aws;

    @BeforeAll
    static void start() throws IOException {
        moto = Moto.start("127.0.0.1", Files.createDirectories(FOLDER).resolve("moto.log"));
        aws = moto.environment();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (moto != null) {
            moto.close();
        }
    }

    /** Promise: one apply makes all, AWS has what was asked for, a node finds its configuration and its secrets, and destroy leaves nothing. */
    @Test
    void oneApplyMakesAllAndDestroyLeavesNothing() throws IOException {
        // Given: nothing that an earlier emulator had
        Files.deleteIfExists(FOLDER.resolve("terraform.tfstate"));
        Terraform terraform = Terraform.prepare(FOLDER);
        String certificate = aws(
                        "acm",
                        "request-certificate",
                        "--domain-name",
                        "engage.example",
                        "--query",
                        "CertificateArn",
                        "--output",
                        "text")
                .strip();
        moto.makeSecrets();
        // When
        long began = System.nanoTime();
        Outcome applied = terraform.run(
                aws,
                "apply",
                "-auto-approve",
                "-input=false",
                "-parallelism=20",
                "-var=certificate_arn=" + certificate,
                "-var=protect=false",
                "-var=kafka={final_snapshots=false}");
        applied.expected();
        say("apply", applied, began);
        // Then: what there is
        Set<String> names = new TreeSet<>();
        JsonNode instances = json("ec2", "describe-instances", "--query", "Reservations[].Instances[]");
        for (JsonNode instance : instances) {
            assertEquals("m7i.xlarge", instance.path("InstanceType").asText());
            assertEquals(
                    "required",
                    instance.path("MetadataOptions").path("HttpTokens").asText());
            for (JsonNode tag : instance.path("Tags")) {
                if (tag.path("Key").asText().equals("Node")) {
                    names.add(tag.path("Value").asText());
                }
            }
        }
        assertEquals(
                Set.of(
                        "controller-1",
                        "broker-1",
                        "broker-2",
                        "broker-3",
                        "spark-master",
                        "worker-1",
                        "worker-2",
                        "worker-3",
                        "web-1"),
                names);
        json("ec2", "describe-volumes", "--query", "Volumes[]")
                .forEach(volume -> assertTrue(volume.path("Encrypted").asBoolean(), volume::toString));
        assertEquals(
                4,
                json(
                                "ec2",
                                "describe-volumes",
                                "--filters",
                                "Name=tag-key,Values=Node",
                                "--query",
                                "Volumes[?Size!=`30`]")
                        .size());
        assertEquals(
                "Enabled",
                json("s3api", "get-bucket-versioning", "--bucket", bucket(terraform))
                        .path("Status")
                        .asText());
        assertTrue(
                aws("s3api", "get-bucket-policy", "--bucket", bucket(terraform)).contains("aws:SecureTransport"));
        assertEquals(
                8,
                json("ecr", "describe-repositories", "--query", "repositories[]")
                        .size());
        assertTrue(json("cloudwatch", "describe-alarms", "--query", "MetricAlarms[]")
                        .size()
                > 30);
        // Then: no secret is in the state
        String state = Files.readString(terraform.folder().resolve("terraform.tfstate"));
        for (String secret : List.of("kafka/kafka-ingest", "analytics/redis-password", "kafka/kafka.key")) {
            String value = json("ssm", "get-parameter", "--with-decryption", "--name", "/engage/" + secret)
                    .path("Parameter")
                    .path("Value")
                    .asText();
            assertTrue(
                    value.length() > 40
                            && !state.contains(value.lines()
                                    .skip(value.startsWith("---") ? 1 : 0)
                                    .findFirst()
                                    .orElseThrow()),
                    secret);
        }
        // Then: a node brings itself to what was asked for, as it does at its first start
        aNodeTakesItsConfigurationAndSecrets(terraform);
        // Then: what operators run finds what it works on
        nodesAreRolled(terraform);
        imagesArePushed(terraform);
        // When
        began = System.nanoTime();
        Outcome destroyed = terraform.run(
                aws,
                "destroy",
                "-auto-approve",
                "-input=false",
                "-parallelism=20",
                "-var=certificate_arn=" + certificate,
                "-var=protect=false",
                "-var=kafka={final_snapshots=false}");
        destroyed.expected();
        say("destroy", destroyed, began);
        // Then
        assertEquals(0, json("ec2", "describe-volumes", "--query", "Volumes[]").size());
        assertEquals(
                0,
                json(
                                "ec2",
                                "describe-instances",
                                "--filters",
                                "Name=instance-state-name,Values=pending,running",
                                "--query",
                                "Reservations[].Instances[]")
                        .size());
        assertEquals(0, json("s3api", "list-buckets", "--query", "Buckets[]").size());
        assertEquals(count(applied), count(destroyed));
    }

    private static void aNodeTakesItsConfigurationAndSecrets(Terraform terraform) throws IOException {
        Path root = Files.createDirectories(FOLDER.resolve("worker-3")).toRealPath();
        Files.createDirectories(root.resolve("etc/engage"));
        Files.writeString(
                root.resolve("etc/engage/node.env"),
                "ENGAGE_CLUSTER=engage\nENGAGE_NODE=worker-3\nENGAGE_CONFIGURATION=s3://" + bucket(terraform)
                        + "/nodes/analytics/worker-3.json\nAWS_REGION=us-east-1\n");
        Map<String, String> environment = withStandIns(root);
        environment.put("ENGAGE_ROOT", root.toString());
        String node = Path.of("modules/node/engage-node").toAbsolutePath().toString();
        Outcome.of(root, environment, Duration.ofMinutes(2), List.of("bash", node, "apply"))
                .expected();
        String settings = Files.readString(root.resolve("run/engage/units/metrics-svc-1/application.properties"));
        assertTrue(settings.contains("kafka.security.protocol=SASL_SSL"), settings);
        assertTrue(!settings.contains("{secret:"), settings);
        assertTrue(Files.readString(root.resolve("systemctl")).contains("restart --no-block engage-metrics-svc-1"));
        assertTrue(Files.readString(root.resolve("docker")).contains("/engage/metrics-svc:0.1.0"));
        // And reports how it is.
        Outcome.of(root, environment, Duration.ofMinutes(2), List.of("bash", node, "report"))
                .expected();
        assertTrue(
                moto.reported().containsAll(List.of("DiskUsedPercent", "UnitsDown", "CertificateDays")),
                () -> moto.reported().toString());
    }

    /** Neither systemd nor Docker is at work here: these write into a folder what they were asked for. No image is on this machine. */
    private static Map<String, String> withStandIns(Path asked) throws IOException {
        Path programs = Files.createDirectories(asked.resolve("stand-ins")).toRealPath();
        for (String program : List.of("systemctl", "docker")) {
            Files.deleteIfExists(asked.resolve(program));
            Path script = Files.writeString(
                    programs.resolve(program),
                    "#!/bin/sh\necho \"$@\" >>" + asked.toRealPath().resolve(program)
                            + "\n[ \"$1\" != login ] || cat >/dev/null\n[ \"$1\" != image ]\n");
            assertTrue(script.toFile().setExecutable(true));
        }
        Map<String, String> environment = new HashMap<>(aws);
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        return environment;
    }

    /** {@code bin/roll} asks one node after another, and none when there is no such node. The emulator says of every command that it succeeded. */
    private static void nodesAreRolled(Terraform terraform) {
        Map<String, String> operator = terraform.environment(aws);
        Outcome rolled = script("roll", terraform.folder(), operator, "worker-3", "web-1");
        assertEquals(0, rolled.exit(), rolled::output);
        assertTrue(rolled.output().matches("worker-3 \\(i-[0-9a-f]+\\)\nweb-1 \\(i-[0-9a-f]+\\)\n"), rolled::output);
        JsonNode commands = json("ssm", "list-commands", "--query", "Commands[]");
        assertEquals(2, commands.size());
        commands.forEach(command -> assertEquals(
                "/usr/local/bin/engage-node apply && /usr/local/bin/engage-node well",
                command.path("Parameters").path("commands").path(0).asText()));
        assertEquals(
                new Outcome(2, "There is no node web-9.\n"), script("roll", terraform.folder(), operator, "web-9"));
    }

    /** {@code bin/push-images} pushes what is not in the registry yet, and leaves alone what is. */
    private static void imagesArePushed(Terraform terraform) throws IOException {
        String registry =
                terraform.run(aws, "output", "-raw", "registry").expected().strip();
        aws(
                "ecr",
                "put-image",
                "--repository-name",
                "engage/redis",
                "--image-tag",
                "8.2.1-alpine",
                "--image-manifest",
                MANIFEST);
        Path asked = Files.createDirectories(FOLDER.resolve("operator")).toRealPath();
        Outcome pushed = script("push-images", asked, withStandIns(asked), registry, "0.1.0");
        assertEquals(0, pushed.exit(), pushed::output);
        assertTrue(pushed.output().contains(registry + "/redis:8.2.1-alpine is there."), pushed::output);
        List<String> pushes = Files.readAllLines(asked.resolve("docker")).stream()
                .filter(line -> line.startsWith("push "))
                .map(line -> line.substring(("push " + registry + "/").length()))
                .toList();
        assertEquals(
                List.of(
                        "portal:0.1.0",
                        "ingest-svc:0.1.0",
                        "metrics-svc:0.1.0",
                        "sentiment-svc:0.1.0",
                        "archive-svc:0.1.0",
                        "batch:0.1.0",
                        "kafka:4.1.1"),
                pushes);
    }

    private static Outcome script(String name, Path folder, Map<String, String> environment, String... arguments) {
        return Outcome.of(
                folder,
                environment,
                Duration.ofMinutes(2),
                Stream.concat(Stream.of(Path.of("bin", name).toAbsolutePath().toString()), Stream.of(arguments))
                        .toList());
    }

    private static String bucket(Terraform terraform) {
        return terraform.run(aws, "output", "-raw", "archive").expected().strip();
    }

    private static String aws(String... arguments) {
        return moto.aws(arguments);
    }

    private static JsonNode json(String... arguments) {
        return moto.json(arguments);
    }

    private static int count(Outcome outcome) {
        Matcher matcher = COUNT.matcher(outcome.output());
        int last = -1;
        while (matcher.find()) {
            last = Integer.parseInt(matcher.group(1));
            if (last > 0) {
                break;
            }
        }
        return last;
    }

    private static void say(String what, Outcome outcome, long began) {
        System.out.printf(
                "%s: %d resources in %d s%n", what, count(outcome), (System.nanoTime() - began) / 1_000_000_000);
    }
}
