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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node on this machine: its files as Terraform wrote them below a folder of its own, its own scripts at work on them, and its units as
 * processes, which are started again when they die, as their units say. What a container would see under other paths is rewritten to where it
 * is; nothing else is.
 */
final class Node implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Pattern ENVIRONMENT = Pattern.compile("--env \"([^=]+)=([^\"]*)\"");
    private static final Pattern VOLUME = Pattern.compile("--volume ([^:\\s]+):([^:\\s]+)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ExecStart=.*\\.amazonaws\\.com/\\S+(.*)$");
    private static final Pattern RESTART = Pattern.compile("(?m)^RestartSec=(\\d+)$");

    /** The one thread that starts programs, since they end with it. */
    private static final Executor STARTER =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    private final Path root;
    private final String address;
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private JsonNode configuration;

    /**
     * A node without a configuration.
     *
     * @param root its folder
     * @param address its address
     * @param kafkaTools where it has Kafka's programs
     */
    Node(Path root, String address, Path kafkaTools) {
        this.root = root;
        this.address = address;
        environment.put("ENGAGE_ROOT", root.toString());
        environment.put("ENGAGE_KAFKA_BIN", kafkaTools.toString());
    }

    /** Unpacks what it reads from the bucket. */
    void configure(String json) throws IOException {
        configuration = Plans.read(json);
        write("/etc/engage/node.json", json);
        for (Map.Entry<String, JsonNode> file : configuration.path("files").properties()) {
            Path written = write(file.getKey(), file.getValue().asText());
            if (file.getKey().startsWith("/usr/local/bin/") && !written.toFile().setExecutable(true)) {
                throw new IOException(written + " cannot be made a program");
            }
        }
    }

    /** Takes the secrets of its groups, as {@code engage-node secrets} does from the Parameter Store. */
    void takeSecrets(Path store) throws IOException {
        for (JsonNode path : configuration.path("secrets")) {
            try (Stream<Path> files =
                    Files.list(store.resolve(Path.of(path.asText()).getFileName()))) {
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
        return script(Map.of(), name, arguments);
    }

    /** Runs one of its own scripts with more in its environment. */
    Outcome script(Map<String, String> more, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", root + "/usr/local/bin/" + name));
        command.addAll(List.of(arguments));
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return Outcome.of(root, all, LIMIT, command);
    }

    /** Starts a unit's program with the unit's own environment and some more. */
    void start(String unit, Map<String, String> more, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(Tether.tie(command))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(unit).toFile()));
        builder.environment().putAll(environmentOf(unit));
        builder.environment().putAll(more);
        CompletableFuture.runAsync(() -> launch(unit, builder), STARTER).join();
    }

    private void launch(String unit, ProcessBuilder builder) {
        try {
            Process process = builder.start();
            running.put(unit, process);
            Executor later = CompletableFuture.delayedExecutor(restartSeconds(unit), TimeUnit.SECONDS, STARTER);
            process.onExit()
                    .thenAcceptAsync(
                            died -> {
                                if (running.remove(unit, died)) {
                                    launch(unit, builder);
                                }
                            },
                            later);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long restartSeconds(String unit) {
        return RESTART.matcher(unitFile(unit))
                .results()
                .mapToLong(each -> Long.parseLong(each.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** Asks a unit's program to end, and waits for it. */
    void stop(String unit) throws InterruptedException {
        Process process = running.remove(unit);
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Kills a unit's program, which its unit then starts again. */
    void kill(String unit) {
        running.get(unit).destroyForcibly().onExit().join();
    }

    /** What the configuration says of a unit's health: an address, or nothing. */
    String health(String unit) {
        for (JsonNode each : configuration.path("units")) {
            if (each.path("name").asText().equals(unit)) {
                return each.path("health").asText().replace("127.0.0.1", address);
            }
        }
        throw new IllegalArgumentException("There is no unit " + unit + " on " + root.getFileName());
    }

    private Map<String, String> environmentOf(String unit) {
        Map<String, String> set = new HashMap<>();
        ENVIRONMENT
                .matcher(unitFile(unit))
                .results()
                .forEach((MatchResult each) -> set.put(each.group(1), asSeenHere(unit, each.group(2))));
        return set;
    }

    /** What the unit's container runs: the words behind the image, as seen here. */
    List<String> command(String unit) {
        String start = unitFile(unit).replace("\\\n", " ");
        Matcher run = COMMAND.matcher(start);
        if (!run.find()) {
            throw new IllegalStateException("No command in " + start);
        }
        return List.of(asSeenHere(unit, run.group(1)).strip().split("\\s+"));
    }

    /** A text with the folders that the unit mounts as they are here. */
    String asSeenHere(String unit, String text) {
        String here = text;
        for (MatchResult volume : VOLUME.matcher(unitFile(unit)).results().toList()) {
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

    /** Where one of the node's folders is here. */
    Path folder(String path) {
        return root.resolve(path.substring(1));
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
    public void close() {
        // All are asked at once; Kafka's nodes need one another for an orderly end and must not be waited for long.
        Map<String, Process> all = Map.copyOf(running);
        running.clear();
        all.values().forEach(Process::destroy);
        for (Process process : all.values()) {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
