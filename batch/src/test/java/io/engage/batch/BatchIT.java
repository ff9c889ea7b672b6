package io.engage.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.LineFile;
import io.engage.archive.format.Source;
import io.engage.batch.archive.Archive;
import io.engage.batch.compact.Compact;
import io.engage.batch.restore.Restore;
import io.engage.embedded.EmbeddedKafka;
import io.engage.events.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs on a real Spark and into a real Kafka, over an archive in a folder. */
class BatchIT {
    private static final Hour FIRST = new Hour(0);
    private static final Hour LAST = new Hour(Integer.MAX_VALUE);

    private static SparkSession spark;

    @TempDir
    private Path folder;

    private Archive archive;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 4)
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void archive() throws IOException {
        archive = new Archive(folder.toUri().toString(), new Configuration());
    }

    private record Like(long offset, double arrival, String id, double second) {}

    private void raw(Like... likes) throws IOException {
        FileName name =
                new FileName(new Source(Topics.REACTIONS, 0), Hour.of(Rows.at(likes[0].arrival)), likes[0].offset);
        Path path = folder.resolve(name.path());
        Files.createDirectories(path.getParent());
        try (LineFile file = new LineFile(Files.newOutputStream(path), likes[0].offset)) {
            for (Like like : likes) {
                file.add(like.offset, Rows.at(like.arrival), Rows.json(like.id, "like", "u", null, like.second));
            }
            file.finish();
        }
    }

    private List<String> curated() {
        return spark
                .read()
                .parquet(archive.curated())
                .selectExpr("concat_ws(' ', eventId, offset, cast(dt as string), cast(hr as string))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** Promise: each event is there once, in the hour of its own time; late hours come in; doing it again, or half of it, changes nothing. */
    @Test
    void compactKeepsEachEventOnce() throws Exception {
        // Given: a duplicate in a file, and one in the next hour's file
        raw(new Like(0, 10, "a", 9), new Like(1, 11, "b", 10), new Like(2, 12, "a", 9));
        raw(new Like(3, 3_601, "b", 10), new Like(4, 3_602, "c", 3_601));
        // When
        new Compact(spark, archive).run(FIRST, LAST, false);
        // Then
        List<String> first = curated();
        assertEquals(List.of("a 0 2023-11-14 23", "b 1 2023-11-14 23", "c 4 2023-11-15 0"), first);
        // When: again, with nothing new
        assertEquals(0, new Compact(spark, archive).run(FIRST, LAST, false).files());
        assertEquals(0, new Compact(spark, archive).run(FIRST, LAST, true).hours());
        assertEquals(first, curated());
        // When: a late one comes for the first hour, and the run dies before it can say what it did
        raw(new Like(5, 7_200, "d", 11), new Like(6, 7_201, "a", 9));
        new Compact(spark, archive).run(FIRST, LAST, true);
        Files.delete(folder.resolve("curated/_compacted.properties"));
        deleteHour("dt=2023-11-15/hr=00");
        new Compact(spark, archive).run(FIRST, LAST, false);
        // Then
        assertEquals(
                List.of("a 0 2023-11-14 23", "b 1 2023-11-14 23", "c 4 2023-11-15 0", "d 5 2023-11-14 23"), curated());
    }

    private void deleteHour(String hour) throws IOException {
        try (var files = Files.walk(folder.resolve("curated").resolve(hour))) {
            for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Promise: what is restored is in Kafka once, however often it is restored; moved by the same, too. */
    @Test
    void restoreDoublesNothing() throws Exception {
        // Given
        raw(new Like(0, 10, "a", 9), new Like(1, 11, "b", 10));
        raw(new Like(2, 3_601, "c", 3_600));
        List<String> topics = List.of(Topics.REACTIONS);
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.REACTIONS, 2, (short) 1)))
                    .all()
                    .get();
            Restore restore = new Restore(archive, kafka.bootstrapServers(), topics);
            List<Restore.Outcome> outcomes = new ArrayList<>();
            // When
            for (long shift : new long[] {0, 0, 60_000, 60_000}) {
                outcomes.add(restore.run(FIRST, LAST, shift, 0, sent -> {}));
            }
            // Then
            assertEquals(
                    Arrays.asList(
                            new Restore.Outcome(3, 0),
                            new Restore.Outcome(0, 3),
                            new Restore.Outcome(3, 0),
                            new Restore.Outcome(0, 3)),
                    outcomes);
        }
    }
}
