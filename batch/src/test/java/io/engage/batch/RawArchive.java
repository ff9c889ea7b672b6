package io.engage.batch;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.LineFile;
import io.engage.archive.format.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Raw files as archive-svc writes them, for tests. */
public final class RawArchive {
    private final Path folder;
    private final Map<Source, Long> next = new HashMap<>();

    /** A record of a topic: when it arrived, in seconds of the tests' time, and its value. */
    @SuppressWarnings("ArrayRecordComponent") // written as it is, never compared
    public record Entry(double arrival, byte[] value) {}

    public RawArchive(Path folder) {
        this.folder = folder;
    }

    /** Adds a file of records that arrived within one hour. */
    public void add(Source source, Entry... records) throws IOException {
        add(source, List.of(records));
    }

    /** Adds a file of records that arrived within one hour. */
    public void add(Source source, List<Entry> records) throws IOException {
        long first = next.getOrDefault(source, 0L);
        FileName name = new FileName(source, Hour.of(Rows.at(records.getFirst().arrival)), first);
        Path path = folder.resolve(name.path());
        Files.createDirectories(path.getParent());
        Files.write(path, file(first, records));
        next.put(source, first + records.size());
    }

    /** The bytes of a file. */
    public static byte[] file(long first, List<Entry> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LineFile file = new LineFile(bytes, first)) {
            long offset = first;
            for (Entry record : records) {
                file.add(offset++, Rows.at(record.arrival), record.value);
            }
            file.finish();
        }
        return bytes.toByteArray();
    }
}
