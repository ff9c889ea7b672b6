package io.engage.archive;

import io.engage.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The built service and the embedded S3 as processes, as they run in earnest. */
public final class Processes implements AutoCloseable {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path folder;
    private final String bootstrapServers;
    private final List<Process> all = new ArrayList<>();
    private final int s3Port = FreePort.find();

    /** @param folder for their data and logs */
    public Processes(Path folder, String bootstrapServers) {
        this.folder = folder;
        this.bootstrapServers = bootstrapServers;
    }

    /** Where the S3 is, once it runs. */
    public String endpoint() {
        return "http://127.0.0.1:" + s3Port;
    }

    /** Starts the S3, on the folder and the port it had before. */
    public Process s3() throws IOException {
        return start(
                "s3",
                "-Xmx96m",
                "-jar",
                Path.of("..", "embedded-s3", "target", "engage-embedded-s3.jar").toString(),
                folder.resolve("s3").toString(),
                Integer.toString(s3Port));
    }

    /** Starts the service, with settings in the form {@code -Dname=value}. */
    public Process archive(String name, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Daws.accessKeyId=local",
                "-Daws.secretAccessKey=local",
                "-Dquarkus.http.port=0",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.log.console.json.enabled=false",
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dengage.archive.endpoint=" + endpoint(),
                "-Dengage.archive.path-style=true",
                "-Dengage.archive.create-bucket=true",
                "-Dengage.archive.buffer-dir=" + folder.resolve("buffer-" + name),
                "-Dmp.messaging.incoming.archive.session.timeout.ms=6000",
                "-Dmp.messaging.incoming.archive.heartbeat.interval.ms=1000",
                "-Dmp.messaging.incoming.archive.metadata.max.age.ms=2000"));
        command.addAll(List.of(settings));
        command.addAll(List.of(
                "-jar", Path.of("target", "quarkus-app", "quarkus-run.jar").toString()));
        return start(name, command.toArray(String[]::new));
    }

    private Process start(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
        all.add(process);
        return process;
    }

    /** What a process said. */
    public String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** Sends a signal, such as {@code STOP}. */
    public static void signal(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : all) {
            process.destroyForcibly();
        }
        for (Process process : all) {
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }
}
