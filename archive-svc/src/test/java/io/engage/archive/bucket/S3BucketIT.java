package io.engage.archive.bucket;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Locale;
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

/** A real S3, reached over a wire that fails in every way. */
class S3BucketIT {
    private static final int RECORDS = 400;
    private static final FileName NAME = new FileName(new Source("t", 3), new Hour(490_000), 7);
    private static final Extent EXTENT = new Extent(5, 7, 9, 2, 1_764_000_000_000L, 1_764_000_000_001L);

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
        // An attempt that was given up may have been stored all the same, so none is here because the machine is busy.
        return connect(endpoint, Duration.ofSeconds(30));
    }

    private static S3Client connect(URI endpoint, Duration attempt) {
        return new Connection(Optional.of(endpoint), "eu-central-1", true, attempt).open();
    }

    private static S3Bucket.Target target(String bucket) {
        return new S3Bucket.Target(bucket, "", Optional.empty(), Optional.empty(), true);
    }

    /** Promise: while the bucket refuses, is silent or breaks off, it is tried again; nothing is lost and nothing is there twice. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void isTriedAgain(Fault fault) throws Exception {
        String bucket = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Source source = new Source("t", 0);
        AtomicLong committed = new AtomicLong();
        Counting watcher = new Counting();
        List<Entry> records = records();
        try (FaultyWire wire = new FaultyWire(s3.getPort(), 20_000);
                S3Client client =
                        connect(URI.create(wire.address()), Duration.ofSeconds(fault == Fault.SILENT ? 2 : 30));
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
            if (fault != Fault.SILENT) {
                assertEquals(fault == Fault.LOSES_THE_ANSWER ? 1 : 0, watcher.takenOver.get());
            }
            List<ArchivedFile> files =
                    new Shelf(direct, bucket, "").list(new Hour(0), new Hour(Integer.MAX_VALUE), true);
            assertEquals(1, files.size());
            assertEquals(lines(records), lines(direct, bucket, files.getFirst().name()));
        }
    }

    /** Promise: prefix and storage class are those of the settings, a name is taken once, and the bucket is made when that is asked for. */
    @Test
    void keepsToItsSettings() throws Exception {
        try (S3Client client = connect(s3)) {
            // Given
            Bucket settled = new S3Bucket(
                    client,
                    new S3Bucket.Target("settings", "engage/", Optional.empty(), Optional.of("STANDARD_IA"), true));
            // When
            Bucket.Put first = settled.putIfAbsent(NAME, EXTENT, content("first"));
            Bucket.Put again = settled.putIfAbsent(NAME, new Extent(5, 7, 20, 2, 1, 2), content("second"));
            // Then
            assertEquals(new Bucket.Put.Stored(), first);
            assertEquals(new Bucket.Put.Found(EXTENT), again);
            String path = "engage/" + NAME.path();
            HeadObjectResponse head =
                    client.headObject(b -> b.bucket("settings").key(path));
            assertEquals("STANDARD_IA", head.storageClassAsString());
            assertEquals(EXTENT, Extent.of(head.metadata()));
            assertEquals(
                    "first",
                    client.getObjectAsBytes(b -> b.bucket("settings").key(path)).asUtf8String());
        }
    }

    /** Promise: a bucket that is missing is not made unasked, and the message says what to do. */
    @Test
    void makesNoBucketUnasked() {
        try (S3Client client = connect(s3)) {
            Bucket bucket =
                    new S3Bucket(client, new S3Bucket.Target("missing", "", Optional.empty(), Optional.empty(), false));
            Bucket.Unavailable refused =
                    assertThrows(Bucket.Unavailable.class, () -> bucket.putIfAbsent(NAME, EXTENT, content("first")));
            assertEquals("There is no bucket missing; create it", refused.getMessage());
        }
    }

    /** Promise: the store is asked to encrypt with the key of the settings, and a store that cannot gets no file. */
    @Test
    void asksForItsKey() throws Exception {
        String key = "arn:aws:kms:eu-central-1:111122223333:key/k";
        try (FaultyWire wire = new FaultyWire(s3.getPort(), 0);
                S3Client client = connect(URI.create(wire.address()))) {
            Bucket encrypted = new S3Bucket(
                    client, new S3Bucket.Target("encrypted", "", Optional.of(key), Optional.empty(), true));
            // When
            Bucket.Unavailable refused = assertThrows(
                    Bucket.Unavailable.class, () -> encrypted.putIfAbsent(NAME, EXTENT, content("secret")));
            // Then
            assertTrue(refused.getMessage().contains("encryption is not supported"), refused::getMessage);
            String request = wire.sent().toLowerCase(Locale.ROOT);
            assertTrue(request.startsWith("put /encrypted/raw/t/"), request);
            assertTrue(request.contains("x-amz-server-side-encryption: aws:kms\r\n"), request);
            assertTrue(request.contains("x-amz-server-side-encryption-aws-kms-key-id: " + key + "\r\n"), request);
            assertTrue(request.contains("if-none-match: *\r\n"), request);
            assertTrue(request.contains("/eu-central-1/s3/aws4_request"), request);
        }
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
