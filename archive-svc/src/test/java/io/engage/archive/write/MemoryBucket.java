package io.engage.archive.write;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bucket that keeps its promises, in memory. */
final class MemoryBucket implements Bucket {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(Extent extent, byte[] bytes) {}

    final Map<String, Stored> files = new TreeMap<>();

    @Override
    public synchronized Put putIfAbsent(FileName name, Extent extent, Content content) throws Unavailable {
        Stored held = files.get(name.path());
        if (held != null) {
            return new Put.Found(held.extent);
        }
        try (InputStream in = content.open().get()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != content.length()) {
                throw new IllegalStateException("Not the length that was said");
            }
            files.put(name.path(), new Stored(extent, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Put.Stored();
    }

    /** All records of all files, in the order of their offsets, and a check of every file by itself. */
    List<Entry> records() throws IOException {
        TreeMap<Long, Stored> byFirst = new TreeMap<>();
        files.forEach((path, file) -> {
            FileName name = FileName.parse(path).orElseThrow();
            if (name.first() != file.extent.first() || byFirst.put(name.first(), file) != null) {
                throw new AssertionError("Wrong name " + path);
            }
        });
        List<Entry> records = new ArrayList<>();
        for (Stored file : byFirst.values()) {
            int before = records.size();
            ArchivedLines lines = new ArchivedLines(file.bytes);
            while (lines.next()) {
                records.add(new Entry(lines.offset(), lines.arrival(), lines.line()));
            }
            Entry first = records.get(before);
            Entry last = records.getLast();
            Extent found = new Extent(
                    file.extent.from(),
                    first.offset(),
                    last.offset(),
                    records.size() - before,
                    first.arrival(),
                    last.arrival());
            if (!found.equals(file.extent)) {
                throw new AssertionError("Metadata " + file.extent + " of " + found);
            }
        }
        return records;
    }

    static String text(Entry entry) {
        return entry.offset() + "@" + entry.arrival() + ":" + new String(entry.value(), StandardCharsets.UTF_8);
    }
}
