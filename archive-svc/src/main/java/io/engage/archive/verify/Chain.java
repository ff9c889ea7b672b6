package io.engage.archive.verify;

import io.engage.archive.format.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files of a partition hold together.
 *
 * <p>A file whose reading began behind the end of the one before leaves a gap. Offsets that are left out between its
 * {@code from} and its first record, or between its records, are the ends of transactions and no gap. A file that begins
 * before the end of the one before overlaps it.
 *
 * @param ranges unbroken ranges of offsets, in order
 * @param records how many records
 * @param files how many files
 * @param gaps offsets that no file covers, between those covered
 * @param overlaps offsets that two files cover
 */
public record Chain(
        Source source, List<Range> ranges, long records, int files, List<Range> gaps, List<Range> overlaps) {
    /** Offsets, both ends included. */
    public record Range(long from, long to) {
        @Override
        public String toString() {
            return from == to ? Long.toString(from) : from + " to " + to;
        }
    }

    /** Whether nothing is missing and nothing there twice. */
    public boolean isClean() {
        return gaps.isEmpty() && overlaps.isEmpty();
    }

    /** The chains of all partitions that have files. */
    public static List<Chain> of(Collection<ArchivedFile> files) {
        Map<Source, List<ArchivedFile>> bySource = new TreeMap<>();
        for (ArchivedFile file : files) {
            bySource.computeIfAbsent(file.name().source(), s -> new ArrayList<>())
                    .add(file);
        }
        return bySource.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Chain of(Source source, List<ArchivedFile> files) {
        List<ArchivedFile> ordered = new ArrayList<>(files);
        ordered.sort(
                Comparator.comparingLong((ArchivedFile file) -> file.extent().first())
                        .thenComparingLong(file -> file.extent().last()));
        List<Range> ranges = new ArrayList<>();
        List<Range> gaps = new ArrayList<>();
        List<Range> overlaps = new ArrayList<>();
        long records = 0;
        long begun = ordered.getFirst().extent().from();
        long next = begun;
        for (ArchivedFile file : ordered) {
            long from = file.extent().from();
            long last = file.extent().last();
            if (from > next) {
                ranges.add(new Range(begun, next - 1));
                gaps.add(new Range(next, from - 1));
                begun = from;
            } else if (file.extent().first() < next && records > 0) {
                overlaps.add(new Range(file.extent().first(), Math.min(next - 1, last)));
            }
            next = Math.max(next, last + 1);
            records += file.extent().count();
        }
        ranges.add(new Range(begun, next - 1));
        return new Chain(source, ranges, records, files.size(), gaps, overlaps);
    }
}
