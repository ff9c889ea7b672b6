package io.engage.archive.bucket;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.Processes;
import io.engage.archive.bucket.FaultyWire.Fault;
import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.archive.verify.ArchivedFile;
import io.engage.archive.verify.Shelf;
import io.engage.archive.write.Bucket;
import io.engage.archive.write.CutRules;
import io.engage.archive.write.Entry;
import io.engage.archive.write.PartitionWriter;
import io.engage.archive.write.Watcher;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A real S3, reached over a wire that fails in every way. */
class S3BucketIT {
    private static final int RECORDS = 400;

    @TempDir
    static Path folder;

    private static Processes processes;
    private static URI s3;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        processes = new Processes(folder, "none");
        processes.s3();
        s3 = URI.create(processes.endpoint());
        try (S3Client client = connect(s3)) {
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> client.listBuckets() != null);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        processes.close();
    }

    private static S3Client connect(URI endpoint) {
        return new Connection(Optional.of(endpoint), "eu-central-1", true, Duration.ofSeconds(1)).open();
    }

    private static S3Bucket.Target target(String bucket) {
        return new S3Bucket.Target(bucket, "", Optional.empty(), Optional.empty(), true);
    }

    /** Promise: while the bucket refuses, is silent or breaks off, it is tried again; nothing is lost and nothing is there twice. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void isTriedAgain(Fault fault) throws Exception {
        String bucket = "bucket-" + fault.ordinal();
        Source source = new Source("t", fault.ordinal());
        AtomicLong committed = new AtomicLong();
        Counting watcher = new Counting();
        List<Entry> records = records();
        try (FaultyWire wire = new FaultyWire(s3.getPort(), 20_000);
                S3Client client = connect(URI.create(wire.address()));
                S3Client direct = connect(s3);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                PartitionWriter writer = new PartitionWriter(
                        source,
                        0,
                        new S3Bucket(client, target(bucket)),
                        new CutRules(1 << 20, Duration.ofHours(1)),
                        folder,
                        Clock.systemUTC(),
                        any -> 0,
                        watcher,
                        committed::set)) {
            // Given
            direct.createBucket(b -> b.bucket(bucket));
            wire.set(fault);
            writer.enter(0);
            writer.take(records);
            // When
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> finish(writer), threads);
            await().atMost(Duration.ofMinutes(1)).until(() -> watcher.refused.get() >= 2);
            assertEquals(0, committed.get());
            wire.set(Fault.NONE);
            end.get(1, TimeUnit.MINUTES);
            // Then
            assertEquals(RECORDS, committed.get());
            assertEquals(1, watcher.stored.get() + watcher.takenOver.get());
            assertEquals(fault == Fault.LOSES_THE_ANSWER ? 1 : 0, watcher.takenOver.get());
            List<ArchivedFile> files =
                    new Shelf(direct, bucket, "").list(new Hour(0), new Hour(Integer.MAX_VALUE), true);
            assertEquals(1, files.size());
            assertEquals(lines(records), lines(direct, bucket, files.getFirst().name()));
        }
    }

    /** Promise: prefix, storage class and key are those of the settings, and a name is taken once. */
    @Test
    void keepsToItsSettings() throws Exception {
        String bucket = "settings";
        String key = "arn:aws:kms:eu-central-1:111122223333:key/k";
        try (S3Client client = connect(s3)) {
            // Given
            Bucket settled = new S3Bucket(
                    client, new S3Bucket.Target(bucket, "engage/", Optional.of(key), Optional.of("STANDARD_IA"), true));
            FileName name = new FileName(new Source("t", 3), new Hour(490_000), 7);
            Extent extent = new Extent(5, 7, 9, 2, 1_764_000_000_000L, 1_764_000_000_001L);
            Bucket.Content content = content("first");
            // When
            untilThere(settled, name, extent, content);
            Bucket.Put again = settled.putIfAbsent(name, new Extent(5, 7, 20, 2, 1, 2), content("second"));
            // Then
            assertEquals(new Bucket.Put.Found(extent), again);
            String path = "engage/" + name.path();
            HeadObjectResponse head = client.headObject(b -> b.bucket(bucket).key(path));
            assertEquals(ServerSideEncryption.AWS_KMS, head.serverSideEncryption());
            assertEquals(key, head.ssekmsKeyId());
            assertEquals("STANDARD_IA", head.storageClassAsString());
            assertEquals(extent, Extent.of(head.metadata()));
            assertEquals(
                    "first",
                    client.getObjectAsBytes(b -> b.bucket(bucket).key(path)).asUtf8String());
        }
    }

    /** The first call finds no bucket and makes it. */
    private static void untilThere(Bucket bucket, FileName name, Extent extent, Bucket.Content content)
            throws Bucket.Unavailable {
        try {
            bucket.putIfAbsent(name, extent, content);
            throw new AssertionError("There was no bucket");
        } catch (Bucket.Unavailable e) {
            assertTrue(e.getMessage().contains("now there is"), e.getMessage());
        }
        assertEquals(new Bucket.Put.Stored(), bucket.putIfAbsent(name, extent, content));
    }

    private static Bucket.Content content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Bucket.Content(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** Of bytes that hardly get smaller, so that half of the file is more than what the machine buffers for a connection. */
    private static List<Entry> records() {
        Random random = new Random(5);
        byte[] noise = new byte[300];
        List<Entry> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            random.nextBytes(noise);
            String text = "{\"n\":" + i + ",\"noise\":\"" + Base64.getEncoder().encodeToString(noise) + "\"}";
            records.add(new Entry(i, 1_764_000_000_000L + i, text.getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }

    private static List<String> lines(List<Entry> records) {
        return records.stream()
                .map(each ->
                        each.offset() + "@" + each.arrival() + " " + new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> lines(S3Client s3, String bucket, FileName name) throws Exception {
        List<Entry> records = new ArrayList<>();
        try (ArchivedLines lines = new ArchivedLines(
                s3.getObjectAsBytes(b -> b.bucket(bucket).key(name.path())).asByteArray())) {
            while (lines.next()) {
                records.add(new Entry(lines.offset(), lines.arrival(), lines.line()));
            }
        }
        return lines(records);
    }

    private static void finish(PartitionWriter writer) {
        try {
            writer.finish();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Counting implements Watcher {
        final AtomicInteger stored = new AtomicInteger();
        final AtomicInteger takenOver = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();

        @Override
        public void stored(FileName name, Extent extent, long bytes) {
            stored.incrementAndGet();
        }

        @Override
        public void takenOver(FileName name, Extent held) {
            takenOver.incrementAndGet();
        }

        @Override
        public void refused(FileName name, int times, long pause, Bucket.Unavailable reason) {
            refused.incrementAndGet();
        }

        @Override
        public void lost(Source source, long from, long to) {
            throw new AssertionError("Nothing was lost");
        }

        @Override
        public void foreign(FileName name, Extent held) {
            throw new AssertionError("It is the own file");
        }
    }
}
