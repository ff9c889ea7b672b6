package io.engage.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line, as far as it goes without Spark. */
class BatchTest {
    private record Outcome(int exit, String errors) {}

    private static Outcome batch(String... arguments) {
        CommandLine batch = Batch.commandLine();
        StringWriter err = new StringWriter();
        batch.setErr(new PrintWriter(err));
        int exit = batch.execute(arguments);
        return new Outcome(exit, err.toString());
    }

    /** Promise: what a job does not take is refused with what is wrong and where to look, exit code 2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "; Which job? compact, recompute, reconcile or restore.",
                "bake; Unmatched argument at index 0: 'bake'",
                "compact --archive a --from yesterday; 'yesterday' is no hour; write 2026-11-23 or 2026-11-23T05",
                "compact; Missing required option: '--archive=ADDRESS'",
                "reconcile --archive a; Missing required option: '--portal=URL'",
                "restore --archive a --kafka b --speed -1; --speed is 0 or more, not -1.0",
                "restore --archive a --kafka b --to-now --shift PT1H; are mutually exclusive",
            })
    void refusesWhatItDoesNotTake(String example) {
        // Given
        String[] halves = example.split("; ", 2);
        // When
        Outcome outcome = batch(halves[0].isEmpty() ? new String[0] : halves[0].split(" "));
        // Then
        assertEquals(2, outcome.exit);
        assertTrue(outcome.errors.contains(halves[1]), outcome::errors);
        assertTrue(outcome.errors.contains("--help lists what it takes"), outcome::errors);
    }

    /** Promise: where there is no archive, it says so in a line, exit code 2. */
    @Test
    void saysThatThereIsNoArchive(@TempDir Path folder) {
        assertEquals(
                new Outcome(
                        2,
                        "There is no archive at " + folder + ": it holds no raw/; archive-svc puts its files there\n"),
                batch("restore", "--archive", folder.toString(), "--kafka", "127.0.0.1:1"));
    }
}
