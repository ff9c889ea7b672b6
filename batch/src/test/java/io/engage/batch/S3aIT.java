package io.engage.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchiveOptions;
import io.engage.batch.compact.Compact;
import io.engage.batch.recompute.Recompute;
import io.engage.embedded.FreePort;
import io.engage.events.Topics;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Through s3a, on a real S3 over a folder. */
class S3aIT {
    private static final String BUCKET = "s3a://engage-archive/test";

    @TempDir
    private Path folder;

    private Process s3;
    private String endpoint;

    @BeforeEach
    void start() throws Exception {
        int port = FreePort.find();
        endpoint = "http://127.0.0.1:" + port;
        Files.createDirectories(folder.resolve("s3/engage-archive"));
        s3 = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-jar",
                        Path.of("..", "embedded-s3", "target", "engage-embedded-s3.jar")
                                .toString(),
                        folder.resolve("s3").toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    @AfterEach
    void stop() throws Exception {
        s3.destroyForcibly();
        s3.waitFor(20, TimeUnit.SECONDS);
    }

    /** Promise: the jobs work on objects as they do on files: each event once, an hour replaced as a whole, late hours come in. */
    @Test
    void worksOnObjects() throws Exception {
        // Given
        ArchiveOptions options = new ArchiveOptions();
        new CommandLine(options).parseArgs("--archive", BUCKET, "--endpoint", endpoint);
        Configuration hadoop = SparkJob.start("test", options).sparkContext().hadoopConfiguration();
        // The local S3 takes any.
        hadoop.set("fs.s3a.access.key", "local");
        hadoop.set("fs.s3a.secret.key", "local");
        put(hadoop, 0, like(10, "a", 9), like(11, "b", 10), like(12, "a", 9));
        Archive archive = Archive.open(BUCKET, hadoop);
        // When
        Compact.Outcome first = compact(archive);
        put(hadoop, 3, like(3_601, "b", 10), like(3_602, "c", 11));
        Compact.Outcome second = compact(archive);
        // Then
        assertEquals(List.of(new Compact.Outcome(1, 1, 2), new Compact.Outcome(1, 1, 3)), List.of(first, second));
        assertEquals(List.of("a 0", "b 1", "c 4"), TestSpark.curated(archive, "eventId", "offset"));
        // When
        new Recompute(TestSpark.get(), archive, line -> {}).run();
        // Then
        assertEquals(
                3L,
                TestSpark.get()
                        .read()
                        .parquet(BUCKET + "/recomputed/videos.zstd.parquet")
                        .first()
                        .<Long>getAs("likes"));
    }

    private static Entry like(double arrival, String id, double second) {
        return new Entry(arrival, Rows.json(id, "like", "u", null, second));
    }

    private static Compact.Outcome compact(Archive archive) throws Exception {
        return new Compact(TestSpark.get(), archive, line -> {}).run(Hour.FIRST, Hour.END, false);
    }

    private static void put(Configuration hadoop, long first, Entry... records) throws Exception {
        FileName name = new FileName(new Source(Topics.REACTIONS, 0), Hour.of(Rows.at(records[0].arrival())), first);
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(BUCKET + "/" + name.path());
        try (var out = FileSystem.get(path.toUri(), hadoop).create(path)) {
            out.write(RawArchive.file(first, List.of(records)));
        }
    }
}
