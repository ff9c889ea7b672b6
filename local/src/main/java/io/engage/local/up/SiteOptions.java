package io.engage.local.up;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the system is, as the command line says it. */
public final class SiteOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the folder of data, logs and process ids (default: .engage in the project)")
    private Path data;

    /** The folder asked for, or {@code .engage} in the project. */
    public Path data() {
        return Optional.ofNullable(data).orElseGet(() -> project().resolve(".engage"));
    }

    /** The folder of the project, told by the script. */
    public static Path project() {
        String home = System.getProperty("engage.home");
        if (home == null) {
            throw new IllegalStateException("Start it by the script ./engage, which says where the project is");
        }
        return Path.of(home);
    }

    /** The Java this process runs on. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
