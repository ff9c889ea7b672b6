package io.engage.local.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that a running program appends to, and its one predecessor {@code <name>.1}. A file that grew over the limit is
 * copied there and emptied in place, so that the program keeps writing to the same open file; the few lines it writes
 * between the two steps are lost.
 */
public record BoundedLog(Path path, long limitBytes) {
    /** What one program's log may hold before it is turned over: 10 MB. */
    public static final long USUAL_LIMIT = 10_000_000;

    public BoundedLog {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("A log needs room, not " + limitBytes + " bytes");
        }
    }

    /** Turns the log over if it is longer than the limit. */
    public void turnOver() {
        try {
            if (!Files.exists(path) || Files.size(path) <= limitBytes) {
                return;
            }
            Path previous = path.resolveSibling(path.getFileName() + ".1");
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                try {
                    Files.copy(path, previous, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    // Also when the copy failed, as on a full disk: the bound holds.
                    channel.truncate(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot turn over the log " + path, e);
        }
    }
}
