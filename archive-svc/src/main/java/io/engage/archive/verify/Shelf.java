package io.engage.archive.verify;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists the files of the archive in a bucket. */
public final class Shelf {
    private static final int AT_ONCE = 16;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    public Shelf(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * The files of the hours from the first up to and without the last.
     *
     * @param read whether to read each file as a whole and hold it against its metadata
     * @throws IOException when a file cannot be read, or is not what its metadata says
     */
    public List<ArchivedFile> list(Hour from, Hour to, boolean read) throws IOException, InterruptedException {
        List<FileName> names = new ArrayList<>();
        for (S3Object object : s3.listObjectsV2Paginator(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(prefix + FileName.ROOT)
                        .build())
                .contents()) {
            FileName.parse(object.key().substring(prefix.length()))
                    .filter(name ->
                            name.hour().compareTo(from) >= 0 && name.hour().compareTo(to) < 0)
                    .ifPresent(names::add);
        }
        List<ArchivedFile> files = new ArrayList<>(names.size());
        try (ExecutorService asking = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ArchivedFile>> answers = names.stream()
                    .map(name -> asking.submit(() -> read ? read(name) : look(name)))
                    .toList();
            for (Future<ArchivedFile> answer : answers) {
                files.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
        return files;
    }

    private ArchivedFile look(FileName name) throws IOException {
        return new ArchivedFile(
                name,
                extent(
                        name,
                        s3.headObject(HeadObjectRequest.builder()
                                        .bucket(bucket)
                                        .key(prefix + name.path())
                                        .build())
                                .metadata()));
    }

    private static Extent extent(FileName name, java.util.Map<String, String> metadata) throws IOException {
        try {
            return Extent.of(metadata);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private ArchivedFile read(FileName name) throws IOException {
        var object = s3.getObjectAsBytes(GetObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + name.path())
                .build());
        Extent said = extent(name, object.response().metadata());
        Optional<Extent> found = found(said.from(), object.asByteArrayUnsafe());
        if (!found.equals(Optional.of(said)) || name.first() != said.first()) {
            throw new IOException(
                    name + " holds " + found.map(Extent::toString).orElse("nothing") + " and says " + said);
        }
        return new ArchivedFile(name, said);
    }

    private static Optional<Extent> found(long from, byte[] file) throws IOException {
        try (ArchivedLines lines = new ArchivedLines(file)) {
            if (!lines.next()) {
                return Optional.empty();
            }
            long first = lines.offset();
            long firstArrival = lines.arrival();
            long count = 0;
            long last;
            long lastArrival;
            do {
                count++;
                last = lines.offset();
                lastArrival = lines.arrival();
            } while (lines.next());
            return Optional.of(new Extent(from, first, last, count, firstArrival, lastArrival));
        }
    }
}
