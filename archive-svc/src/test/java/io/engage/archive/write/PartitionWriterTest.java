package io.engage.archive.write;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionWriterTest {
    private static final Source SOURCE = new Source("t", 0);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOON = 490_000 * HOUR;
    private static final Duration AGE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final MemoryBucket held = new MemoryBucket();
    private volatile boolean away;
    private boolean tooSlow;
    private Runnable meanwhile = () -> {};
    private final Bucket bucket = (name, extent, content) -> {
        meanwhile.run();
        if (away) {
            throw new Bucket.Unavailable("away", null);
        }
        if (tooSlow) {
            tooSlow = false;
            breakOff(content);
            throw new Bucket.Unavailable("too slow", null);
        }
        return held.putIfAbsent(name, extent, content);
    };
    private final Heard heard = new Heard();
    private volatile long committed;
    private final AtomicLong now = new AtomicLong(NOON);
    private long logStart;
    private PartitionWriter writer;

    private static final class Heard extends Silent {
        final List<Long> pauses = new ArrayList<>();
        final List<String> lost = new ArrayList<>();
        final List<FileName> foreign = new ArrayList<>();

        @Override
        public synchronized void refused(FileName name, int times, long pause, Bucket.Unavailable reason) {
            pauses.add(pause);
        }

        @Override
        public void lost(Source source, long from, long to) {
            lost.add(from + " to before " + to);
        }

        @Override
        public void foreign(FileName name, Extent extent) {
            foreign.add(name);
        }

        synchronized List<Long> pauses() {
            return List.copyOf(pauses);
        }
    }

    /** As a client does that gives an attempt so much time: by an interrupt while the file is read. */
    private static void breakOff(Bucket.Content content) {
        Thread.currentThread().interrupt();
        try (InputStream in = content.open().get()) {
            in.readNBytes(5);
        } catch (IOException e) {
            // So ends an attempt.
        } finally {
            Thread.interrupted();
        }
    }

    private PartitionWriter writer(long position, long bytes) {
        writer = new PartitionWriter(
                SOURCE,
                position,
                bucket,
                new CutRules(bytes, AGE),
                folder,
                () -> Instant.ofEpochMilli(now.get()),
                source -> logStart,
                heard,
                offset -> committed = offset);
        return writer;
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
    }

    /** Records of eleven bytes, the line feed among them. */
    private static List<Entry> records(long from, long to, long arrival) {
        return LongStream.range(from, to)
                .mapToObj(offset -> new Entry(
                        offset, arrival, "{\"n\":%4d}".formatted(offset).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private void take(List<Entry> records) {
        try {
            writer.enter(records.getFirst().offset());
            writer.take(records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> firsts() {
        return held.files.values().stream().map(file -> file.extent().first()).toList();
    }

    /** Promise: a file is cut when it has its bytes, and not before. */
    @Test
    void cutsBySize() {
        writer(0, 100);
        take(records(0, 9, NOON));
        assertEquals(List.of(), firsts());
        take(records(9, 25, NOON));
        assertEquals(List.of(0L, 10L), firsts());
        assertEquals(20, committed);
    }

    /** Promise: a file is cut when its first record has been here for so long, without any further record. */
    @Test
    void cutsByAge() throws IOException {
        writer(0, 1000);
        take(records(0, 3, NOON - 10 * AGE.toMillis()));
        now.addAndGet(AGE.toMillis() - 1);
        writer.uploadIfDue();
        assertEquals(0, committed);
        now.incrementAndGet();
        writer.uploadIfDue();
        assertEquals(3, committed);
    }

    /** Promise: a file ends with its hour, by the clock when nothing more comes and by the record of the next hour at once. */
    @Test
    void cutsAtTheHoursEnd() throws IOException {
        now.set(NOON + HOUR - 1000);
        writer(0, 1000);
        take(records(0, 3, now.get()));
        now.addAndGet(999);
        writer.uploadIfDue();
        assertEquals(0, committed);
        now.incrementAndGet();
        writer.uploadIfDue();
        assertEquals(3, committed);
        // And: a backlog
        List<Entry> backlog = new ArrayList<>(records(3, 5, NOON + HOUR));
        backlog.addAll(records(5, 7, NOON + 2 * HOUR));
        take(backlog);
        assertEquals(5, committed);
        assertEquals(
                List.of(new Hour(490_000), new Hour(490_001)),
                held.files.keySet().stream()
                        .map(path -> FileName.parse(path).orElseThrow().hour())
                        .toList());
    }

    /** Promise: what is open at the end is uploaded and committed, and nothing is taken any more. */
    @Test
    void uploadsAtTheEnd() throws IOException {
        writer(0, 1000);
        take(records(0, 3, NOON));
        writer.finish();
        take(records(3, 6, NOON));
        assertEquals(3, committed);
        assertEquals(List.of(0L), firsts());
    }

    /**
     * Promise: while the bucket is away no more is taken than one file, it is tried again at growing distances, and nothing
     * is lost when it comes back.
     */
    @Test
    void holdsOneFileWhileTheBucketIsAway() throws Exception {
        // Given
        away = true;
        writer(0, 100);
        List<Entry> records = records(0, 95, NOON);
        // When
        CompletableFuture<Void> taking = CompletableFuture.runAsync(() -> take(records));
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.pauses().size() >= 2);
        // Then
        assertEquals(List.of(200L, 400L), heard.pauses().subList(0, 2));
        assertEquals(10, writer.position());
        assertEquals(0, committed);
        assertFalse(taking.isDone());
        // And
        away = false;
        taking.get(30, TimeUnit.SECONDS);
        writer.finish();
        assertEquals(95, committed);
        assertEquals(
                records.stream().map(MemoryBucket::text).toList(),
                held.records().stream().map(MemoryBucket::text).toList());
    }

    /** Promise: a partition that goes to another process does not wait for a bucket that is away. */
    @Test
    void givesUpAtOnceWhenItIsLeft() throws Exception {
        away = true;
        writer(0, 100);
        CompletableFuture<Void> taking = CompletableFuture.runAsync(() -> take(records(0, 95, NOON)));
        await().atMost(Duration.ofSeconds(30)).until(() -> !heard.pauses().isEmpty());
        writer.abandon();
        taking.get(30, TimeUnit.SECONDS);
        assertEquals(List.of(), firsts());
    }

    /** Promise: a partition that was left while its file was refused is not spoken of any more. */
    @Test
    void saysNothingAfterItIsLeft() {
        away = true;
        writer(0, 100);
        meanwhile = writer::abandon;
        take(records(0, 95, NOON));
        assertEquals(List.of(), heard.pauses());
    }

    /** Promise: an attempt that was broken off leaves the file as it is, for the next one. */
    @Test
    void keepsTheFileWhenAnAttemptIsBrokenOff() throws IOException {
        tooSlow = true;
        writer(0, 1000);
        List<Entry> records = records(0, 5, NOON);
        take(records);
        writer.finish();
        assertEquals(List.of(200L), heard.pauses());
        assertEquals(
                records.stream().map(MemoryBucket::text).toList(),
                held.records().stream().map(MemoryBucket::text).toList());
    }

    /**
     * Promise: when this machine's disk fails, nothing more is taken or uploaded; what comes behind the record that was not taken never
     * follows the one before it.
     */
    @Test
    void takesNothingMoreWhenTheDiskFails() throws IOException {
        // Given
        writer(0, 1000);
        Files.delete(folder);
        // When
        assertThrows(UncheckedIOException.class, () -> take(records(0, 3, NOON)));
        Files.createDirectory(folder);
        take(records(3, 6, NOON));
        writer.finish();
        // Then
        assertEquals(List.of(), firsts());
        assertEquals(0, committed);
    }

    /** Promise: records that Kafka deleted before they were read are named, and the archive shows the gap. */
    @Test
    void namesWhatIsLost() throws IOException {
        writer(0, 1000);
        take(records(0, 3, NOON));
        logStart = 8;
        take(records(9, 12, NOON));
        writer.finish();
        assertEquals(List.of("3 to before 8"), heard.lost);
        assertEquals(
                List.of(0L, 8L),
                held.files.values().stream()
                        .map(file -> file.extent().from())
                        .sorted()
                        .toList());
    }

    /** Promise: offsets that are no records, the ends of transactions, are no loss. */
    @Test
    void passesOverWhatIsNoRecord() throws IOException {
        writer(0, 1000);
        take(records(0, 3, NOON));
        take(records(5, 6, NOON));
        writer.finish();
        assertEquals(List.of(), heard.lost);
        assertEquals(
                new Extent(0, 0, 5, 4, NOON, NOON),
                held.files.values().iterator().next().extent());
    }

    /** Promise: a bucket with the files of another log is left as it is, and nothing is committed. */
    @Test
    void leavesAnotherLogsBucketAlone() throws IOException {
        // Given
        writer(0, 1000);
        take(records(0, 5, NOON));
        writer.finish();
        writer.close();
        committed = 0;
        // When: Kafka was set up anew, its records came at other times
        writer(0, 1000);
        take(records(0, 9, NOON + 1));
        writer.finish();
        // Then
        assertTrue(writer.isForeign());
        assertEquals(1, heard.foreign.size());
        assertEquals(0, committed);
        assertEquals(List.of(0L), firsts());
    }
}
