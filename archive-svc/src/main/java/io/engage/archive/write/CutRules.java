package io.engage.archive.write;

import java.time.Duration;

/**
 * When a file is cut, beside the end of its hour.
 *
 * @param bytes at so many bytes of lines before compression
 * @param age so long after its first record was taken
 */
public record CutRules(long bytes, Duration age) {
    public CutRules {
        if (bytes < 1 || age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException(
                    "Files are cut at a size and an age above 0, not " + bytes + " and " + age);
        }
    }
}
