package io.engage.local.up;

import io.engage.local.supervise.PidFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the launcher of a data folder writes into its lock file, for {@code status} and for a second launcher to read.
 *
 * @param pid the launcher's process id
 * @param written when, to the second or so
 * @param portOffset added to every port
 * @param without the houses left out
 */
public record Note(long pid, Instant written, int portOffset, List<String> without) {
    String text() {
        return "pid=" + pid + "\nwritten=" + written + "\nport-offset=" + portOffset + "\nwithout="
                + String.join(",", without) + "\n";
    }

    /** The launcher that wrote it, if it still lives. */
    Optional<ProcessHandle> launcher() {
        return PidFile.living(pid, written);
    }

    /** The note of the launcher that runs on a data folder now; empty when none does. */
    public static Optional<Note> ofRunning(Path data) {
        return read(data.resolve("up.lock")).filter(note -> note.launcher().isPresent());
    }

    /** The note in the file, or empty when there is none. It may be one of a launcher that is gone. */
    static Optional<Note> read(Path lock) {
        try {
            if (!Files.exists(lock)) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(lock)));
            String pid = properties.getProperty("pid");
            String without = properties.getProperty("without", "");
            return pid == null
                    ? Optional.empty()
                    : Optional.of(new Note(
                            Long.parseLong(pid),
                            Instant.parse(properties.getProperty("written", "")),
                            Integer.parseInt(properties.getProperty("port-offset", "0")),
                            without.isEmpty() ? List.of() : Arrays.asList(without.split(","))));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalStateException("The file " + lock + " is damaged; remove it", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + lock, e);
        }
    }
}
