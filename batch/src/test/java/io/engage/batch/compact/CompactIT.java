package io.engage.batch.compact;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.BuiltJob;
import io.engage.batch.RawArchive;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.Rows;
import io.engage.batch.TestSpark;
import io.engage.batch.archive.Archive;
import io.engage.events.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Spark, over an archive in a folder. */
class CompactIT {
    private static final Source LIKES = new Source(Topics.REACTIONS, 0);
    private static final int HOUR = 3_600;

    @TempDir
    private Path folder;

    private static Entry like(double arrival, String id, double second) {
        return new Entry(arrival, Rows.json(id, "like", "u", null, second));
    }

    private static Compact.Outcome compact(Archive archive, boolean again) throws IOException {
        return new Compact(TestSpark.get(), archive, line -> {}).run(Hour.FIRST, Hour.END, again);
    }

    private static List<String> curated(Archive archive) throws IOException {
        return TestSpark.curated(archive, "eventId", "offset", "dt", "hr");
    }

    /** Promise: what a store of objects still shows of a job that has ended is taken for no day. */
    @Test
    void theFolderOfWhatWasUnderWayIsNoDay() throws Exception {
        // Given
        Files.createDirectories(folder.resolve("fresh/dt=2023-11-14"));
        Files.createDirectories(folder.resolve("fresh/_temporary"));
        Files.createFile(folder.resolve("fresh/_SUCCESS"));
        FileSystem files = FileSystem.getLocal(new Configuration());
        // When
        List<org.apache.hadoop.fs.Path> days = Compact.days(
                files, new org.apache.hadoop.fs.Path(folder.resolve("fresh").toUri()));
        // Then
        assertEquals(
                List.of("dt=2023-11-14"),
                days.stream().map(org.apache.hadoop.fs.Path::getName).toList());
    }

    /** Promise: each event is there once, in the hour of its own time; a second run changes nothing; late hours come in. */
    @Test
    void keepsEachEventOnce() throws Exception {
        // Given: a duplicate in a file, and one in the next hour's file
        RawArchive raw = new RawArchive(folder);
        raw.add(LIKES, like(10, "a", 9), like(11, "b", 10), like(12, "a", 9));
        raw.add(LIKES, like(3_601, "b", 10), like(3_602, "c", 3_601));
        Archive archive = TestSpark.archive(folder);
        // When
        Compact.Outcome first = compact(archive, false);
        // Then
        List<String> rows = List.of("a 0 2023-11-14 23", "b 1 2023-11-14 23", "c 4 2023-11-15 00");
        assertEquals(new Compact.Outcome(2, 2, 3), first);
        assertEquals(rows, curated(archive));
        // When: again, with nothing new, and with all once more
        assertEquals(new Compact.Outcome(0, 0, 3), compact(archive, false));
        assertEquals(new Compact.Outcome(2, 0, 3), compact(archive, true));
        assertEquals(rows, curated(archive));
        // When: an event of the first hour comes two hours late
        raw.add(LIKES, like(7_200, "d", 11), like(7_201, "a", 9));
        // Then: that hour alone is written
        assertEquals(new Compact.Outcome(1, 1, 4), compact(archive, false));
        assertEquals(
                List.of("a 0 2023-11-14 23", "b 1 2023-11-14 23", "d 5 2023-11-14 23", "c 4 2023-11-15 00"),
                curated(archive));
    }

    /**
     * Promise: a run that was killed between two hours is finished by the next: the result is the one of a run that
     * nobody disturbed, and exactly the distinct events.
     */
    @Test
    void outlivesBeingKilled() throws Exception {
        // Given: six days of two topics with every fifth event a repetition, twice the same
        Path disturbed = folder.resolve("disturbed");
        Path quiet = folder.resolve("quiet");
        Set<String> distinct = new HashSet<>();
        for (Path each : List.of(disturbed, quiet)) {
            distinct = fill(new RawArchive(each), new Random(7));
        }
        // When: killed as soon as the first hour is in its place, and run again
        killWhen(disturbed, path -> path.getFileName().toString().equals("part-0.zstd.parquet"));
        assertFalse(Files.exists(disturbed.resolve("curated/_compacted.properties")));
        Archive archive = TestSpark.archive(disturbed);
        compact(archive, false);
        // Then
        Archive other = TestSpark.archive(quiet);
        compact(other, false);
        String[] all = {"dt", "hr", "topic", "videoId", "timestamp", "eventId", "partition", "offset", "arrival"};
        List<String> rows = TestSpark.curated(archive, all);
        assertEquals(TestSpark.curated(other, all), rows);
        assertEquals(distinct.size(), rows.size());
        assertEquals(distinct, new HashSet<>(TestSpark.curated(archive, "eventId")));
        assertEquals(files(quiet), files(disturbed));
    }

    private static Set<String> fill(RawArchive raw, Random random) throws IOException {
        Set<String> distinct = new HashSet<>();
        for (String type : List.of("like", "comment")) {
            for (int partition = 0; partition < 2; partition++) {
                List<Entry> all = new ArrayList<>();
                for (int hour = 0; hour < 144; hour += 6) {
                    List<Entry> file = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        double arrival = hour * HOUR + i * 60;
                        if (i % 5 == 4 && hour > 0) {
                            // Of the same day or an earlier one
                            byte[] again = all.get(random.nextInt(all.size())).value();
                            file.add(new Entry(arrival, again));
                        } else {
                            String id = type + partition + "-" + hour + "-" + i;
                            distinct.add(id);
                            // Some are an hour late
                            double second = arrival - (random.nextInt(10) == 0 ? HOUR : 1);
                            file.add(new Entry(
                                    arrival, Rows.json(id, type, "V" + random.nextInt(5), "u" + i, null, second)));
                        }
                    }
                    all.addAll(file);
                    raw.add(new Source(Rows.topic(type), partition), file);
                }
            }
        }
        return distinct;
    }

    /** Starts the built program and kills it as nothing else can as soon as there is such a file. */
    private void killWhen(Path archive, Predicate<Path> there) throws Exception {
        Path log = folder.resolve("job.log");
        Process job = BuiltJob.start(log, "compact", "--archive", archive.toString());
        try {
            await().atMost(Duration.ofMinutes(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> {
                        assertTrue(job.isAlive(), () -> "It ended by itself: " + read(log));
                        return files(archive.resolve("curated"), there);
                    });
        } finally {
            job.destroyForcibly();
            assertTrue(job.waitFor(30, TimeUnit.SECONDS));
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean files(Path root, Predicate<Path> there) {
        try (Stream<Path> files = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            return files.anyMatch(there);
        } catch (IOException | UncheckedIOException e) {
            // It changes while one looks.
            return false;
        }
    }

    private static List<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("curated"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
