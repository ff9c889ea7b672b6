package io.engage.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Terraform on a copy of this folder, so that nothing is left in it. The provider comes from where the environment says, else from a mirror on this
 * machine, else from the network; where there is none of these, or no Terraform, the tests are skipped and say so.
 */
final class Terraform {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Where mirrors of providers usually are; {@code ENGAGE_TERRAFORM_MIRROR} names another place. */
    private static final List<String> MIRRORS = List.of(
            System.getProperty("user.home") + "/.terraform.d",
            System.getProperty("user.home") + "/.local/share/terraform",
            "/usr/share/terraform",
            "/usr/local/share/terraform",
            "/opt",
            "/var/lib/terraform");

    private static Terraform shared;

    private final Path folder;
    private final Map<String, String> environment;

    private Terraform(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** The one copy for the tests that change nothing in it, initialised. */
    static synchronized Terraform shared() {
        if (shared == null) {
            shared = prepare(Path.of("target", "work"));
        }
        return shared;
    }

    /** Copies everything to a folder and initialises it. */
    static Terraform prepare(Path target) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "terraform"))),
                "Terraform is not installed");
        try {
            Path folder = Files.createDirectories(target).toRealPath();
            copy(Path.of(""), folder);
            Map<String, String> environment = new HashMap<>(Map.of(
                    "TF_IN_AUTOMATION",
                    "1",
                    "TF_CLI_ARGS",
                    "-no-color",
                    "CHECKPOINT_DISABLE",
                    "1",
                    "AWS_REGION",
                    "us-east-1"));
            String configured = System.getenv("TF_CLI_CONFIG_FILE");
            if (configured == null || !Files.exists(Path.of(configured))) {
                Optional<Path> mirror = mirror();
                if (mirror.isPresent()) {
                    Path settings = folder.resolve("terraform.rc");
                    Files.writeString(
                            settings,
                            "provider_installation {\n  filesystem_mirror {\n    path = \"" + mirror.get()
                                    + "\"\n  }\n}\n");
                    environment.put("TF_CLI_CONFIG_FILE", settings.toString());
                }
            }
            Terraform terraform = new Terraform(folder, environment);
            Outcome init = terraform.run("init", "-input=false");
            Assumptions.assumeFalse(
                    init.exit() != 0 && init.output().contains("provider"),
                    () -> "Terraform's provider for AWS cannot be had: " + init.output());
            init.expected();
            return terraform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of Terraform. */
    Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs a command of Terraform with more in its environment. */
    Outcome run(Map<String, String> more, String... arguments) {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        return Outcome.of(folder, environment(more), LIMIT, command);
    }

    /** What a script that runs Terraform here needs in its environment, and some more. */
    Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }

    /** The folder it works in. */
    Path folder() {
        return folder;
    }

    /** The folder that holds providers as HOST/OWNER/NAME/VERSION/SYSTEM/terraform-provider-NAME. */
    private static Optional<Path> mirror() {
        String named = System.getenv("ENGAGE_TERRAFORM_MIRROR");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (String place : MIRRORS) {
            Optional<Path> found = mirrorBelow(Path.of(place));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> mirrorBelow(Path place) {
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(place, 8)) {
            return files.filter(file -> file.getFileName().toString().startsWith("terraform-provider-aws"))
                    .filter(file -> file.getNameCount() > 6)
                    .findFirst()
                    .map(file -> file.getParent()
                            .getParent()
                            .getParent()
                            .getParent()
                            .getParent()
                            .getParent());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String each : List.of("modules", "examples", "tests")) {
            deleteAll(to.resolve(each));
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String first = file.getName(0).toString();
                if (Files.isRegularFile(file)
                        && !first.equals("target")
                        && !first.equals("src")
                        && !first.equals(".terraform")) {
                    Path copy = to.resolve(file.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
