package io.engage.bench.site;

import io.engage.embedded.EmbeddedRedis;
import io.engage.embedded.FreePort;
import io.engage.local.supervise.Guard;
import io.engage.local.supervise.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Where one benchmark runs: a new folder, free ports, and the processes it starts, all of which end with it, also when it is
 * killed.
 */
public final class Site implements AutoCloseable {
    /** How Java runs a service, as its container has it, but for the heap. */
    public static final String JAVA_OPTIONS = "-XX:+UseSerialGC";

    private static final long READY_WITHIN_MS = 60_000;
    private static final long LOOK_AGAIN_MS = 50;

    private final Path project;
    private final Path folder;
    private final boolean keep;
    private final Guard guard = Guard.ofThisSystem();
    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final Thread whenKilled = new Thread(() -> children.forEach(Child::kill));

    private final int kafkaPort = FreePort.find();
    private final int redisPort = FreePort.find();

    private Site(Path project, Path folder, boolean keep) {
        this.project = project;
        this.folder = folder;
        this.keep = keep;
        Runtime.getRuntime().addShutdownHook(whenKilled);
    }

    /**
     * Opens a site.
     *
     * @param parent where its folder is made
     * @param keep whether the folder stays when the site is closed: logs, recordings
     */
    public static Site open(Path parent, boolean keep) {
        try {
            Files.createDirectories(parent);
            Path folder = Files.createTempDirectory(parent.toAbsolutePath(), "run-");
            return new Site(Path.of(System.getProperty("engage.home", ".")).toAbsolutePath(), folder, keep);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder in " + parent, e);
        }
    }

    /** The folder of the project. */
    public Path project() {
        return project;
    }

    /** The folder of this run. */
    public Path folder() {
        return folder;
    }

    /** What a client of Kafka takes as {@code bootstrap.servers}. */
    public String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** What a client of Redis takes as its address. */
    public String redis() {
        return "redis://127.0.0.1:" + redisPort;
    }

    /** Starts the broker and Redis, and waits until they answer. */
    public void startGround() {
        Child broker = start(
                "kafka",
                java(
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        folder.resolve("kafka").toString(),
                        Integer.toString(kafkaPort),
                        Integer.toString(FreePort.find())));
        Child redis = start("redis", EmbeddedRedis.command(folder.resolve("redis"), redisPort));
        awaitReady(broker, Probe.kafka(kafkaPort));
        awaitReady(redis, Probe.redis(redisPort));
    }

    /** As {@link #startService(Path, String, String, String, List)}, of this project. */
    public Service startService(String name, String instance, String jvm, List<String> settings) {
        return startService(project, name, instance, jvm, settings);
    }

    /**
     * Starts a service as it was built; it may not be ready yet.
     *
     * @param checkout the folder of the project it was built in
     * @param name its folder
     * @param instance tells several of one service apart, also in the name of its log
     * @param jvm options of Java, separated by blanks
     * @param settings each {@code name=value}
     */
    public Service startService(Path checkout, String name, String instance, String jvm, List<String> settings) {
        int port = FreePort.find();
        List<String> command = new ArrayList<>(java(jvm.strip().split("\\s+")));
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.log.console.json.enabled=false");
        command.add("-Dkafka.bootstrap.servers=" + kafka());
        command.add("-Dquarkus.redis.hosts=" + redis());
        settings.forEach(setting -> command.add("-D" + setting));
        command.add("-jar");
        Path jar = checkout.resolve(Path.of(name, "target", "quarkus-app", "quarkus-run.jar"));
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; ./engage bench builds it in its own checkout");
        }
        command.add(jar.toString());
        Child child = start(name + instance, command);
        return new Service(child, port);
    }

    /** Starts a program with the guards of this site: it ends with it. */
    public Child start(String name, List<String> command) {
        try {
            Child child = Child.start(name, guard.before(command), folder.resolve(name + ".log"));
            children.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** The command that runs the Java of this process with these arguments. */
    public static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : arguments) {
            if (!argument.isEmpty()) {
                command.add(argument);
            }
        }
        return command;
    }

    private static void awaitReady(Child child, Probe probe) {
        long end = System.currentTimeMillis() + READY_WITHIN_MS;
        while (!probe.answers()) {
            child.mustLive();
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException(
                        "Not ready within " + READY_WITHIN_MS / 1000 + " s:\n" + child.lastLines());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Deletes a folder and all in it, if it is there. */
    public static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path, e);
        }
    }

    @Override
    public void close() {
        children.reversed().forEach(Child::close);
        Runtime.getRuntime().removeShutdownHook(whenKilled);
        if (!keep) {
            delete(folder);
        }
    }

    /**
     * A service that runs.
     *
     * @param child its process
     * @param port where it listens on loopback
     */
    public record Service(Child child, int port) implements AutoCloseable {
        /** Waits until it says that it is ready. */
        public Service awaitReady() {
            Site.awaitReady(child, Probe.http(port, "/q/health/ready"));
            return this;
        }

        @Override
        public void close() {
            child.close();
        }
    }
}
