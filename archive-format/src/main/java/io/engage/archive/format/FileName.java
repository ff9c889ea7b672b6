package io.engage.archive.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of the archive: {@code raw/<topic>/dt=2026-11-23/hr=01/<topic>-<partition>-<first offset>.ndjson.gz}.
 * It follows from the log alone, so that two writers that begin at the same record choose the same name.
 *
 * @param source where its records come from
 * @param hour in which all of them arrived
 * @param first the offset of its first record
 */
public record FileName(Source source, Hour hour, long first) {
    /** What all names begin with. */
    public static final String ROOT = "raw/";

    private static final String SUFFIX = ".ndjson.gz";
    private static final Pattern SHAPE = Pattern.compile(
            "raw/([^/]+)/dt=(\\d{4}-\\d\\d-\\d\\d)/hr=(\\d\\d)/\\1-(\\d{1,9})-(\\d{1,18})\\.ndjson\\.gz");

    public FileName {
        if (first < 0) {
            throw new IllegalArgumentException("An offset is not negative: " + first);
        }
    }

    /** The name without any prefix. */
    public String path() {
        return ROOT + source.topic() + "/" + hour + "/" + source + "-" + first + SUFFIX;
    }

    /** Reads a name; nothing when it is that of something else. */
    public static Optional<FileName> parse(String path) {
        Matcher matcher = SHAPE.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileName(
                    new Source(matcher.group(1), Integer.parseInt(matcher.group(4))),
                    Hour.of(LocalDate.parse(matcher.group(2)), Integer.parseInt(matcher.group(3))),
                    Long.parseLong(matcher.group(5))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return path();
    }
}
