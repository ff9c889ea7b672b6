package io.engage.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Terraform would make, without AWS. */
class ConfigurationIT {
    private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");

    /** Promise: the files are written as {@code terraform fmt} writes them. */
    @Test
    void isFormatted() {
        assertEquals("", Terraform.shared().run("fmt", "-check", "-recursive").output());
    }

    /** Promise: the configuration is valid, without warnings. */
    @Test
    void isValid() {
        JsonNode outcome =
                Plans.read(Terraform.shared().run("validate", "-json").output());
        assertTrue(outcome.path("valid").asBoolean(), outcome::toPrettyString);
        assertEquals(0, outcome.path("diagnostics").size(), outcome::toPrettyString);
    }

    /** Promise: counts are as asked, what runs stays where it is, and bad variables are refused. */
    @Test
    void passesItsOwnTests() {
        Plans plans = Plans.made();
        Set<String> passed = new TreeSet<>();
        plans.runs().forEach((run, status) -> {
            if (status.equals("pass")) {
                passed.add(run);
            }
        });
        assertEquals(
                Set.of(
                        Plans.DEFAULT,
                        Plans.LARGE,
                        Plans.REDIS_MOVED,
                        Plans.SMALL,
                        "bad_values_are_refused",
                        "no_web_nodes_without_a_trial",
                        "a_trial_is_not_for_the_world"),
                passed,
                () -> plans.complaints().toString());
    }

    /** Promise: a refusal says what is wrong and what to do. */
    @Test
    void aRefusalIsClear() {
        // When: the console checks variables, and needs no AWS for it
        String said = Terraform.shared()
                .run("console", "-var=kafka={controllers=2}")
                .output()
                .replaceAll("[\\s│]+", " ");
        // Then
        assertTrue(said.contains("certificate_arn is required, a certificate of ACM in the same region"), said);
        assertTrue(said.contains("kafka.controllers is 1 or 3"), said);
    }

    /** Promise: the world reaches 443, and 80, of the load balancer, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {Plans.DEFAULT, Plans.LARGE, Plans.SMALL})
    void onlyTheDoorsAreOpenToTheWorld(String run) {
        Plans plans = Plans.made();
        List<String> open = new ArrayList<>();
        plans.resources(run, "aws_vpc_security_group_ingress_rule").forEach((address, rule) -> {
            if (WORLD.contains(rule.path("cidr_ipv4").asText())
                    || WORLD.contains(rule.path("cidr_ipv6").asText())) {
                open.add(address.contains("module.web.") + " " + rule.path("from_port") + "-" + rule.path("to_port"));
            }
        });
        if (run.equals(Plans.SMALL)) {
            assertEquals(List.of(), open);
        } else {
            assertEquals(Set.of("true 80-80", "true 443-443"), Set.copyOf(open));
        }
        // Rules are written in no other way.
        assertEquals(Map.of(), plans.resources(run, "aws_security_group_rule"));
        plans.resources(run, "aws_security_group")
                .forEach((address, group) ->
                        assertEquals(0, group.path("ingress").size(), address));
    }

    /** Promise: with a certificate port 80 does nothing but send people on to 443. */
    @Test
    void plainHttpIsRedirected() {
        Map<String, JsonNode> listeners = Plans.made().resources(Plans.DEFAULT, "aws_lb_listener");
        assertEquals(2, listeners.size());
        for (JsonNode listener : listeners.values()) {
            String action = listener.path("default_action").path(0).path("type").asText();
            assertEquals(listener.path("port").asInt() == 443 ? "forward" : "redirect", action);
        }
    }

    /** Promise: what a load balancer passes on below /q/ is the contract of the API alone. */
    @Test
    void operatorsPagesAreClosedToTheWorld() {
        Map<String, String> actions = new TreeMap<>();
        Plans.made().resources(Plans.DEFAULT, "aws_lb_listener_rule").forEach((address, rule) -> {
            for (JsonNode pattern :
                    rule.path("condition").path(0).path("path_pattern").path(0).path("values")) {
                actions.put(
                        rule.path("priority").asInt() + " " + pattern.asText(),
                        rule.path("action").path(0).path("type").asText());
            }
        });
        assertEquals(
                Map.of(
                        "4 /q/openapi", "forward",
                        "4 /q/openapi.*", "forward",
                        "5 /q", "fixed-response",
                        "5 /q/*", "fixed-response",
                        "10 /engage.js", "forward",
                        "10 /v1/*", "forward"),
                actions);
    }

    /** Promise: docs/aws.md says of each alarm what it means and what to do, and of no other. */
    @Test
    void eachAlarmIsExplained() throws IOException {
        Set<String> named = new TreeSet<>();
        Plans.made().resources(Plans.DEFAULT, "aws_cloudwatch_metric_alarm").forEach((address, alarm) -> {
            String said = alarm.path("alarm_description").asText();
            named.add(said.replaceFirst(".*\\. docs/aws.md, Alarms: ", ""));
            assertEquals(1, alarm.path("alarm_actions").size(), address);
        });
        assertEquals(Document.entries("alarm"), named);
    }

    /** Promise: all that keeps data encrypts it. */
    @ParameterizedTest
    @ValueSource(strings = {Plans.DEFAULT, Plans.LARGE, Plans.SMALL})
    void everythingIsEncrypted(String run) {
        Plans plans = Plans.made();
        plans.resources(run, "aws_instance")
                .forEach((address, node) -> assertTrue(
                        node.path("root_block_device").path(0).path("encrypted").asBoolean(), address));
        Map<String, JsonNode> volumes = plans.resources(run, "aws_ebs_volume");
        volumes.forEach((address, volume) -> assertTrue(volume.path("encrypted").asBoolean(), address));
        assertFalse(volumes.isEmpty());
        assertEquals(
                plans.resources(run, "aws_s3_bucket").size(),
                plans.resources(run, "aws_s3_bucket_server_side_encryption_configuration")
                        .size());
        plans.resources(run, "aws_cloudwatch_log_group")
                .forEach((address, group) -> assertTrue(group.path("kms_key_id").isTextual(), address));
        plans.resources(run, "aws_ecr_repository")
                .forEach((address, repository) -> assertEquals(
                        "KMS",
                        repository
                                .path("encryption_configuration")
                                .path(0)
                                .path("encryption_type")
                                .asText(),
                        address));
    }

    /** Promise: no bucket is public, and each keeps its versions. */
    @Test
    void bucketsArePrivateAndVersioned() {
        Plans plans = Plans.made();
        JsonNode block = only(plans.resources(Plans.DEFAULT, "aws_s3_bucket_public_access_block"));
        for (String each :
                List.of("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")) {
            assertTrue(block.path(each).asBoolean(), each);
        }
        only(plans.resources(Plans.DEFAULT, "aws_s3_bucket"));
        assertEquals(
                "Enabled",
                only(plans.resources(Plans.DEFAULT, "aws_s3_bucket_versioning"))
                        .path("versioning_configuration")
                        .path(0)
                        .path("status")
                        .asText());
    }

    /** Promise: nodes give their role to nobody who cannot make a session (IMDSv2), have no public address and no ssh key. */
    @ParameterizedTest
    @ValueSource(strings = {Plans.DEFAULT, Plans.LARGE, Plans.SMALL})
    void nodesKeepToThemselves(String run) {
        Map<String, JsonNode> nodes = Plans.made().resources(run, "aws_instance");
        assertFalse(nodes.isEmpty());
        nodes.forEach((address, node) -> {
            JsonNode metadata = node.path("metadata_options").path(0);
            assertEquals("required", metadata.path("http_tokens").asText(), address);
            assertEquals(1, metadata.path("http_put_response_hop_limit").asInt(), address);
            assertFalse(node.path("key_name").isTextual(), address);
            assertFalse(node.path("associate_public_ip_address").asBoolean(), address);
        });
        Plans.made()
                .resources(run, "aws_subnet")
                .forEach((address, subnet) ->
                        assertFalse(subnet.path("map_public_ip_on_launch").asBoolean(), address));
    }

    /** Promise: no policy allows an action with a wildcard on every resource, nor anything on everything that could be limited. */
    @ParameterizedTest
    @ValueSource(strings = {Plans.DEFAULT, Plans.SMALL})
    void policiesAllowLittle(String run) {
        Plans plans = Plans.made();
        List<JsonNode> policies = new ArrayList<>();
        for (String type : List.of("aws_iam_role_policy", "aws_iam_policy", "aws_s3_bucket_policy", "aws_kms_key")) {
            plans.resources(run, type)
                    .values()
                    .forEach(each -> policies.add(Plans.read(each.path("policy").asText())));
        }
        assertEquals(Map.of(), plans.resources(run, "aws_iam_role_policy_attachment"));
        assertTrue(policies.size() >= 4, "policies were found");
        for (JsonNode policy : policies) {
            for (JsonNode statement : policy.path("Statement")) {
                if (statement.path("Effect").asText().equals("Allow")) {
                    boolean everything = texts(statement.path("Resource")).contains("*");
                    for (String action : texts(statement.path("Action"))) {
                        assertFalse(action.contains("*"), () -> "a wildcard: " + statement);
                        assertTrue(
                                !everything
                                        || policy.toString().contains("\"Sid\":\"Account\"")
                                        || cannotBeLimited(action),
                                () -> action + " on everything: " + statement);
                    }
                }
            }
        }
    }

    private static boolean cannotBeLimited(String action) {
        return action.startsWith("ssmmessages:")
                || action.startsWith("ec2messages:")
                || Set.of("ssm:UpdateInstanceInformation", "ecr:GetAuthorizationToken", "cloudwatch:PutMetricData")
                        .contains(action);
    }

    /** Promise: data of Kafka lies on volumes of its own, one for each broker and controller. */
    @Test
    void kafkasDataOutlivesItsNodes() {
        Plans plans = Plans.made();
        assertEquals(4, plans.resources(Plans.DEFAULT, "aws_ebs_volume").size());
        assertEquals(4, plans.resources(Plans.DEFAULT, "aws_volume_attachment").size());
        plans.resources(Plans.DEFAULT, "aws_ebs_volume")
                .forEach((address, volume) ->
                        assertTrue(volume.path("final_snapshot").asBoolean(), address));
    }

    /** Promise: no secret is in Terraform's hands: none is made, read or written by it. */
    @Test
    void noSecretIsInTheState() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".tf") && !each.startsWith("target"))
                    .toList()) {
                String text = Files.readString(file);
                for (String maker : List.of(
                        "resource \"aws_ssm_parameter\"",
                        "aws_secretsmanager",
                        "random_password",
                        "tls_private_key",
                        "with_decryption")) {
                    assertFalse(text.contains(maker), () -> maker + " in " + file);
                }
            }
        }
    }

    /** Promise: every script that a node or an operator runs passes shellcheck. */
    @Test
    void scriptsPassShellcheck(@TempDir Path folder) throws IOException {
        assumeInstalled("shellcheck");
        // Given: as they come to the nodes
        Set<Path> scripts = new TreeSet<>();
        Plans plans = Plans.made();
        for (Map.Entry<String, JsonNode> node :
                plans.output(Plans.DEFAULT, "configurations").properties()) {
            Plans.read(node.getValue().asText()).path("files").properties().forEach(file -> {
                if (file.getKey().startsWith("/usr/local/bin/")) {
                    scripts.add(write(
                            folder.resolve(node.getKey() + file.getKey().replace('/', '_')),
                            file.getValue().asText()));
                }
            });
        }
        plans.resources(Plans.DEFAULT, "aws_instance")
                .forEach((address, node) -> scripts.add(write(
                        folder.resolve(address.replaceAll("[^a-z0-9]+", "_") + "_user_data"),
                        node.path("user_data").asText())));
        try (Stream<Path> bin = Files.list(Path.of("bin"))) {
            bin.map(Path::toAbsolutePath).forEach(scripts::add);
        }
        assertTrue(scripts.size() > 20, scripts::toString);
        // When
        List<String> command = new ArrayList<>(List.of("shellcheck"));
        scripts.forEach(script -> command.add(script.toString()));
        // Then
        assertEquals(new Outcome(0, ""), Outcome.of(folder, Map.of(), Duration.ofMinutes(2), command));
    }

    /** Promise: every unit is one that systemd takes. */
    @Test
    void unitsPassSystemdsCheck(@TempDir Path folder) {
        assumeInstalled("systemd-analyze");
        // Given: each unit once, with programs that exist here, since systemd looks for them
        Map<String, Path> units = new TreeMap<>();
        for (String run : List.of(Plans.DEFAULT, Plans.SMALL)) {
            Plans.made()
                    .output(run, "configurations")
                    .forEach(node -> Plans.read(node.asText())
                            .path("files")
                            .properties()
                            .forEach(file -> {
                                if (file.getKey().startsWith("/etc/systemd/system/")) {
                                    String name = file.getKey().substring("/etc/systemd/system/".length());
                                    units.put(
                                            name,
                                            write(
                                                    folder.resolve(name),
                                                    withPrograms(file.getValue().asText())));
                                }
                            }));
        }
        write(folder.resolve("docker.service"), "[Service]\nExecStart=/bin/true\n");
        assertTrue(units.size() >= 12, units::toString);
        // When
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        units.values().forEach(unit -> command.add(unit.toString()));
        Outcome outcome = Outcome.of(folder, Map.of("SYSTEMD_UNIT_PATH", folder + ":"), Duration.ofMinutes(2), command);
        // Then
        assertEquals(
                "",
                outcome.output()
                        .lines()
                        .filter(line -> line.contains("engage-"))
                        .reduce("", (a, b) -> a + b + "\n"));
        assertEquals(0, outcome.exit(), outcome::output);
    }

    private static String withPrograms(String unit) {
        return unit.replace("/usr/local/bin/engage-node", "/bin/true")
                .replace("/usr/local/bin/engage-kafka", "/bin/true")
                .replace("/usr/bin/docker", "/bin/true")
                .replace("/usr/bin/systemctl", "/bin/true");
    }

    private static void assumeInstalled(String program) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                program + " is not installed");
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode only(Map<String, JsonNode> resources) {
        assertEquals(1, resources.size(), resources.keySet()::toString);
        return resources.values().iterator().next();
    }

    private static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isTextual()) {
            texts.add(oneOrMany.asText());
        } else {
            oneOrMany.forEach(each -> texts.add(each.asText()));
        }
        return texts;
    }
}
