package io.engage.archive.format;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file of the archive holds, as it stands in the object's metadata: all records of the offsets {@code from} to
 * {@code last}. Kafka gives offsets to the ends of transactions too, which are no records; so {@code count} may be less than
 * the offsets are many.
 *
 * <p>Worked example: records at 0, 1, 2, the end of a transaction at 3, records at 4 and 5. A file that was cut behind 2 has
 * from 0, first 0, last 2, count 3; the next has from 3, first 4, last 5, count 2. Its {@code from} says that its writer has
 * read on from 3 without a break: that nothing is archived of 3 is no gap.
 *
 * @param from where the writer's reading began: right behind the file before, or the beginning of the log
 * @param first the offset of the first record
 * @param last the offset of the last record
 * @param count how many records
 * @param firstArrival of the first record, epoch ms
 * @param lastArrival of the last record, epoch ms
 */
public record Extent(long from, long first, long last, long count, long firstArrival, long lastArrival) {
    public Extent {
        if (from < 0 || first < from || last < first || count < 1 || count > last - first + 1) {
            throw new IllegalArgumentException("No file holds " + count + " records of " + first + " to " + last
                    + " when reading began at " + from);
        }
    }

    /** The offset behind it. */
    public long next() {
        return last + 1;
    }

    /** As metadata of an object. */
    public Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("from-offset", Long.toString(from));
        metadata.put("first-offset", Long.toString(first));
        metadata.put("last-offset", Long.toString(last));
        metadata.put("count", Long.toString(count));
        metadata.put("first-arrival", Long.toString(firstArrival));
        metadata.put("last-arrival", Long.toString(lastArrival));
        return metadata;
    }

    /**
     * Reads the metadata of an object.
     *
     * @throws IllegalArgumentException when it is not that of a file of the archive
     */
    public static Extent of(Map<String, String> metadata) {
        return new Extent(
                number(metadata, "from-offset"),
                number(metadata, "first-offset"),
                number(metadata, "last-offset"),
                number(metadata, "count"),
                number(metadata, "first-arrival"),
                number(metadata, "last-arrival"));
    }

    private static long number(Map<String, String> metadata, String name) {
        String value = metadata.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The metadata has no " + name + ", so no archive service wrote it");
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The metadata's " + name + " is no number: " + value, e);
        }
    }
}
