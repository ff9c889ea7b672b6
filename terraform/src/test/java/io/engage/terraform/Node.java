package io.engage.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node on this machine: its files as Terraform wrote them below a folder of its own, its own scripts at work on them, and its units as
 * processes. What a container would see under other paths is rewritten to where it is; nothing else is.
 */
final class Node implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern ENVIRONMENT = Pattern.compile("--env \"([^=]+)=([^\"]*)\"");
    private static final Pattern VOLUME = Pattern.compile("--volume ([^:\\s]+):([^:\\s]+)");

    private final Path root;
    private final String address;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Process> running = new HashMap<>();

    /**
     * Unpacks a node.
     *
     * @param root its folder
     * @param configuration what it reads from the bucket
     * @param address its address
     */
    Node(Path root, String configuration, String address) throws IOException {
        this.root = root;
        this.address = address;
        environment.put("ENGAGE_ROOT", root.toString());
        write("/etc/engage/node.json", configuration);
        for (Map.Entry<String, JsonNode> file : Plans.read(configuration).path("files").properties()) {
            Path written = write(file.getKey(), file.getValue().asText());
            if (file.getKey().startsWith("/usr/local/bin/") && !written.toFile().setExecutable(true)) {
                throw new IOException(written + " cannot be made a program");
            }
        }
    }

    /** Says where Kafka is installed. */
    Node with(Path kafkaTools) {
        environment.put("ENGAGE_KAFKA_BIN", kafkaTools.toString());
        return this;
    }

    /** Gives it the secrets of its groups, as {@code engage-node secrets} takes them from the Parameter Store. */
    void take(Path... secrets) throws IOException {
        for (Path group : secrets) {
            try (Stream<Path> files = Files.list(group)) {
                for (Path file : files.toList()) {
                    write("/run/engage/secrets/" + file.getFileName(), Files.readString(file));
                }
            }
        }
    }

    /** Lets it write a unit's settings with their secrets. */
    void fill(String unit) throws IOException {
        script("engage-node", "fill", unit).expected();
        try (Stream<Path> files = Files.list(settings(unit))) {
            for (Path file : files.toList()) {
                String text = asSeenHere(unit, Files.readString(file));
                Files.delete(file);
                Files.writeString(file, text);
            }
        }
    }

    /** Runs one of its own scripts. */
    Outcome script(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", root + "/usr/local/bin/" + name));
        command.addAll(List.of(arguments));
        return Outcome.of(root, environment, LIMIT, command);
    }

    /** Starts a unit's program with the unit's own environment and some more. */
    void start(String unit, Map<String, String> more, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(unit).toFile()));
        builder.environment().putAll(unitEnvironment(unit));
        builder.environment().putAll(more);
        running.put(unit, builder.start());
    }

    /** Asks a unit's program to end, and waits for it. */
    void stop(String unit) throws InterruptedException {
        Process process = running.remove(unit);
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private Map<String, String> unitEnvironment(String unit) {
        Map<String, String> set = new HashMap<>();
        ENVIRONMENT.matcher(unitFile(unit))
                .results()
                .forEach((MatchResult each) -> set.put(each.group(1), asSeenHere(unit, each.group(2))));
        return set;
    }

    /** A text with the folders that the unit mounts as they are here. */
    private String asSeenHere(String unit, String text) {
        String here = text;
        for (MatchResult volume :
                VOLUME.matcher(unitFile(unit)).results().toList()) {
            here = here.replace(volume.group(2), root + volume.group(1));
        }
        return here;
    }

    private String unitFile(String unit) {
        try {
            return Files.readString(root.resolve("etc/systemd/system/engage-" + unit + ".service"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the unit's program finds its settings. */
    Path settings(String unit) {
        return root.resolve("run/engage/units").resolve(unit);
    }

    /** What the unit's program said. */
    Path log(String unit) {
        return root.resolve(unit + ".log");
    }

    /** The node's address. */
    String address() {
        return address;
    }

    private Path write(String path, String text) {
        try {
            Path file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (String unit : List.copyOf(running.keySet())) {
            stop(unit);
        }
    }
}
