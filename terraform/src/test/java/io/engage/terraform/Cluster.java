package io.engage.terraform;

import static org.awaitility.Awaitility.await;

import io.engage.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;

/**
 * A planned cluster at work on loopback: each node has an address of its own there, under the names that Terraform gives it, and runs the units
 * that Terraform rendered for it with the secrets that bin/make-secrets makes. Kafka, Redis and the services are the real ones.
 */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern SERVICE = Pattern.compile("(portal|[a-z]+-svc)(-[0-9]+)?");
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final Path folder;
    private final String network = "127." + (64 + new Random().nextInt(128)) + "." + new Random().nextInt(256) + ".";
    private final Path hosts;
    private final Path kafkaTools;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Map<String, String> addressesOfNodes = new LinkedHashMap<>();
    private final Map<String, String> more = new HashMap<>();
    private String redis;

    /**
     * Makes the secrets, and lets every name that the plan has be found. No node runs yet.
     *
     * @param folder where everything is written
     * @param run the plan
     */
    Cluster(Path folder, String run) throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "Only Linux has all of 127.0.0.0/8 for the nodes' addresses");
        for (String program : List.of("bash", "jq", "openssl")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(each -> Files.isExecutable(Path.of(each, program))),
                    program + " is not installed");
        }
        this.folder = folder;
        this.hosts = folder.resolve("hosts");
        this.kafkaTools = KafkaTools.install(folder, hosts);
        makeSecrets().expected();
        nameAll(run);
    }

    /** Runs bin/make-secrets. */
    Outcome makeSecrets(String... arguments) {
        Stream<String> command = Stream.concat(
                Stream.of(
                        Path.of("bin/make-secrets").toAbsolutePath().toString(),
                        "--to",
                        secrets().toString()),
                Stream.of(arguments));
        return Outcome.of(folder, Map.of(), PATIENCE, command.toList());
    }

    /** Makes a sender's key, and returns it. */
    String makeKey(String id) {
        return makeSecrets("key", "add", id, "server")
                .expected()
                .lines()
                .filter(line -> line.matches("[0-9a-f]{48}"))
                .findFirst()
                .orElseThrow();
    }

    /** The Parameter Store: a folder for each group. */
    Path secrets() {
        return folder.resolve("secrets");
    }

    /** The names of nodes with their addresses, as the private domain of a plan has them from now on. */
    void nameAll(String run) throws IOException {
        Map<String, String> found = new LinkedHashMap<>(Map.of("localhost", "127.0.0.1"));
        found.put(InetAddress.getLocalHost().getHostName(), "127.0.0.1");
        Plans.made().names(run).forEach((name, node) -> found.put(name, addressOf(node)));
        StringBuilder text = new StringBuilder();
        found.forEach(
                (name, address) -> text.append(address).append(' ').append(name).append('\n'));
        Path fresh = Files.writeString(folder.resolve("hosts.new"), text);
        Files.move(fresh, hosts, StandardCopyOption.ATOMIC_MOVE);
        addresses.clear();
        addresses.putAll(found);
    }

    private String addressOf(String node) {
        return addressesOfNodes.computeIfAbsent(node, any -> network + (addressesOfNodes.size() + 1));
    }

    /** Gives a node the configuration that a plan has for it; it is there from now on. */
    Node configure(String run, String name) throws IOException {
        Node node = nodes.get(name);
        if (node == null) {
            node = new Node(folder.resolve(name), addressOf(name), kafkaTools);
            nodes.put(name, node);
        }
        node.configure(Plans.made().output(run, "configurations").path(name).asText());
        return node;
    }

    Node node(String name) {
        return nodes.get(name);
    }

    /** Whether this build has made what the unit runs. */
    static boolean isBuilt(String unit) {
        return Files.exists(program(unit));
    }

    /** Starts a unit of a node, as {@code engage-node apply} does. */
    void start(String name, String unit) throws IOException {
        prepare(name, unit);
        launch(name, unit);
    }

    private void prepare(String name, String unit) throws IOException {
        nodes.get(name).takeSecrets(secrets());
        nodes.get(name).fill(unit);
    }

    private void launch(String name, String unit) throws IOException {
        Node node = nodes.get(name);
        if (unit.equals("kafka")) {
            node.script("engage-kafka", "format").expected();
            node.start(
                    unit,
                    Map.of("KAFKA_HEAP_OPTS", "-Xmx256m"),
                    List.of(
                            kafkaTools.resolve("kafka-server-start.sh").toString(),
                            node.settings(unit).resolve("server.properties").toString()));
        } else if (unit.startsWith("redis-")) {
            node.start(unit, Map.of(), List.of(redis(), settingsOfRedis(node, unit)));
        } else if (unit.startsWith("spark-")) {
            List<String> command = new ArrayList<>(List.of(KafkaTools.java()));
            node.command(unit).forEach(word -> command.add(word.replace("/opt/spark", spark().toString())));
            node.start(unit, sparkEnvironment(), command);
        } else {
            Map<String, String> environment = new HashMap<>(more);
            environment.put("QUARKUS_HTTP_HOST", node.address());
            environment.put("AWS_EC2_METADATA_DISABLED", "true");
            environment.put(
                    "JDK_JAVA_OPTIONS",
                    "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + hosts);
            node.start(
                    unit,
                    environment,
                    List.of(
                            KafkaTools.java(),
                            "-jar",
                            program(unit).toAbsolutePath().toString()));
        }
    }

    /** Gives the services started from now on something more in their environment, which only this machine needs. */
    void withEnvironment(Map<String, String> environment) {
        more.putAll(environment);
    }

    /** Runs {@code engage-batch} on a node, which finds Java in the place of Docker. */
    Outcome batch(String name, String... arguments) throws IOException {
        Node node = nodes.get(name);
        Path docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
        Files.writeString(docker, """
                #!/bin/bash
                # What follows the image, with its folders as they are here.
                while [[ $1 != *.amazonaws.com/* ]]; do shift; done
                shift
                arguments=("${@//\\/etc\\/engage/%s}")
                exec %s "${arguments[@]//\\/opt\\/spark/%s}"
                """.formatted(node.settings("spark-master"), KafkaTools.java(), spark()));
        if (!docker.toFile().setExecutable(true)) {
            throw new IOException(docker + " cannot be made a program");
        }
        Map<String, String> environment = new HashMap<>(sparkEnvironment());
        environment.put("PATH", docker.getParent() + ":" + System.getenv("PATH"));
        return node.script(environment, "engage-batch", arguments);
    }

    private Map<String, String> sparkEnvironment() {
        return Map.of(
                "SPARK_HOME",
                spark().toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "JDK_JAVA_OPTIONS",
                "-XX:+UseSerialGC -Djdk.net.hosts.file=" + hosts);
    }

    /** What batch.Dockerfile lays out as /opt/spark. */
    private Path spark() {
        Path jars = folder.resolve("opt-spark").resolve("jars");
        if (!Files.isDirectory(jars)) {
            Path built = Path.of("..", "batch", "target").toAbsolutePath().normalize();
            try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
                Files.createDirectories(jars);
                for (Path library : libraries.toList()) {
                    Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
                }
                Files.createSymbolicLink(jars.resolve("engage-batch.jar"), built.resolve("engage-batch.jar"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars.getParent();
    }

    /** Lets a unit take up its configuration and its secrets anew, and waits until it is well: {@code bin/roll}. */
    void roll(String name, String unit) throws IOException, InterruptedException {
        prepare(name, unit);
        nodes.get(name).stop(unit);
        launch(name, unit);
        awaitWell(name, unit);
    }

    /** Waits until a unit is well. */
    void awaitWell(String name, String unit) {
        Node node = nodes.get(name);
        try {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isWell(node, unit));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(unit + " on " + name + " is not well: " + end(node.log(unit)), e);
        }
    }

    private boolean isWell(Node node, String unit) throws IOException, InterruptedException {
        if (unit.equals("kafka")) {
            return isOpen(node.address(), Files.exists(node.settings(unit).resolve("users.properties")) ? 9091 : 9093);
        }
        if (unit.startsWith("redis-")) {
            return isOpen(node.address(), 6379);
        }
        String health = node.health(unit);
        for (Map.Entry<String, String> each : addresses.entrySet()) {
            health = health.replace("//" + each.getKey() + ":", "//" + each.getValue() + ":");
        }
        return get(health).statusCode() == 200;
    }

    /** What is answered at an address. */
    static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(URI.create(address)).build());
    }

    /** What is answered to events. */
    static HttpResponse<String> post(String address, String key, String body) throws IOException, InterruptedException {
        return exchange(HttpRequest.newBuilder(URI.create(address))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String redis() {
        if (redis == null) {
            redis = EmbeddedRedis.command(folder.resolve("redis"), 1).getFirst();
        }
        return redis;
    }

    /** No program but Java's looks into the file of host names, so that names are addresses here. */
    private String settingsOfRedis(Node node, String unit) throws IOException {
        Path settings = node.settings(unit).resolve("redis.conf");
        String text = Files.readString(settings);
        for (Map.Entry<String, String> each : addresses.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        Files.writeString(settings, text);
        return settings.toString();
    }

    private static Path program(String unit) {
        Matcher service = SERVICE.matcher(unit);
        return service.matches()
                ? Path.of("..", service.group(1), "target", "quarkus-app", "quarkus-run.jar")
                : Path.of("nowhere", unit);
    }

    private static String end(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(Math.max(0, text.length() - 8000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List.copyOf(nodes.values()).reversed().forEach(Node::close);
    }
}
