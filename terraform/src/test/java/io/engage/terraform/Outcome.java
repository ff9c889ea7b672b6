package io.engage.terraform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended.
 *
 * @param exit its exit code
 * @param output what it said, to both of its outputs
 */
record Outcome(int exit, String output) {
    /** Runs a program to its end; one that takes too long is killed, which fails the test. */
    static Outcome of(Path folder, Map<String, String> environment, Duration within, List<String> command) {
        try {
            Path output = Files.createTempFile("engage-terraform", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(Tether.tie(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            command + " did not end within " + within + ": " + Files.readString(output));
                }
                return new Outcome(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new AssertionError(command + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What it said, which must have ended well. */
    String expected() {
        if (exit != 0) {
            throw new AssertionError("exit code " + exit + ": " + output);
        }
        return output;
    }
}
