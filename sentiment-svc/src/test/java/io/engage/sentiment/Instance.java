package io.engage.sentiment;

import io.engage.embedded.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packed service in a process of its own, with the heap that it is meant to live in. */
final class Instance implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    private static final ProcessBuilder.Redirect LOG =
            ProcessBuilder.Redirect.appendTo(Path.of("target", "instances.log").toFile());

    private final Process process;
    private final int port;

    private Instance(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param name its name in the group, by which a restart takes its partitions up at once; empty for none */
    static Instance start(String name, String kafka, String redis) {
        return start(name, Map.of("bootstrap.servers", kafka), redis);
    }

    /** @param kafka the settings of Kafka's clients */
    static Instance start(String name, Map<String, String> kafka, String redis) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR
                    + " is missing: these tests run after `package`, as ./mvnw verify does (-Dit.test, not -Dtest)");
        }
        int port = FreePort.find();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dengage.log.json=false",
                "-Dengage.instance-id=" + name,
                "-Dquarkus.redis.hosts=" + redis));
        kafka.forEach((key, value) -> command.add("-Dkafka." + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString()));
        try {
            // Not the output of the build: a process that was left behind would hold it open for ever.
            return new Instance(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(LOG)
                            .start(),
                    port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A metric's value, or NaN while there is none. */
    double metric(String name) {
        Matcher found =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(get("/q/metrics"));
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }

    boolean isReady() {
        return get("/q/health/ready").contains("\"status\": \"UP\"");
    }

    /** Whether it runs, and says that it is not ready. */
    boolean isWaiting() {
        return get("/q/health/ready").contains("\"status\": \"DOWN\"");
    }

    private String get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as kill -9 does. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
