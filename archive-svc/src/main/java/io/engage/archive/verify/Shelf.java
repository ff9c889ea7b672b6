package io.engage.archive.verify;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/** Lists the files of the archive in a bucket. */
public final class Shelf {
    private static final int AT_ONCE = 16;
    private static final Pattern DAY = Pattern.compile("/dt=(\\d{4}-\\d\\d-\\d\\d)/$");

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
        for (String topic : folders(prefix + FileName.ROOT)) {
            for (String day : folders(topic)) {
                if (mayHold(day, from, to)) {
                    names.addAll(names(day, from, to));
                }
            }
        }
        List<ArchivedFile> files = new ArrayList<>(names.size());
        try (ExecutorService asking = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ArchivedFile>> answers = names.stream()
                    .map(name -> asking.submit(() -> read ? read(name) : look(name)))
                    .toList();
            try {
                for (Future<ArchivedFile> answer : answers) {
                    files.add(answer.get());
                }
            } finally {
                // After a failure nobody wants the rest of the answers.
                asking.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
        return files;
    }

    /** What stands up to the next slash behind the prefix, each with both. */
    private List<String> folders(String above) {
        return s3
                .listObjectsV2Paginator(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(above)
                        .delimiter("/")
                        .build())
                .commonPrefixes()
                .stream()
                .map(CommonPrefix::prefix)
                .toList();
    }

    /** Days out of range are not listed: an archive of years has millions of files. */
    private static boolean mayHold(String folder, Hour from, Hour to) {
        Matcher day = DAY.matcher(folder);
        if (!day.find()) {
            return false;
        }
        try {
            Hour first = Hour.of(LocalDate.parse(day.group(1)), 0);
            return first.compareTo(to) < 0 && first.number() + 24 > from.number();
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private List<FileName> names(String folder, Hour from, Hour to) {
        return s3
                .listObjectsV2Paginator(ListObjectsV2Request.builder()
                        .bucket(bucket)
                        .prefix(folder)
                        .build())
                .contents()
                .stream()
                .flatMap(object -> FileName.parse(object.key().substring(prefix.length())).stream())
                .filter(name -> name.hour().compareTo(from) >= 0 && name.hour().compareTo(to) < 0)
                .toList();
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

    private static Extent extent(FileName name, Map<String, String> metadata) throws IOException {
        try {
            return Extent.of(metadata);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private ArchivedFile read(FileName name) throws IOException {
        Path folder = Files.createTempDirectory("engage-verify");
        Path file = folder.resolve("file");
        try {
            GetObjectResponse response = s3.getObject(
                    GetObjectRequest.builder()
                            .bucket(bucket)
                            .key(prefix + name.path())
                            .build(),
                    file);
            Extent said = extent(name, response.metadata());
            Optional<Extent> found = found(said.from(), file);
            if (!found.equals(Optional.of(said)) || name.first() != said.first()) {
                throw new IOException(
                        name + " holds " + found.map(Extent::toString).orElse("nothing") + " and says " + said);
            }
            return new ArchivedFile(name, said);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static Optional<Extent> found(long from, Path file) throws IOException {
        try (Arena mapped = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file);
                ArchivedLines lines = new ArchivedLines(channel.map(MapMode.READ_ONLY, 0, channel.size(), mapped)
                        .asByteBuffer())) {
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
