package io.engage.local.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text files that are bundled with this package. */
final class Bundled {
    private Bundled() {}

    /** The lines of a file, without blank ones and those that begin with {@code "# "} or are a lone {@code #}. */
    static List<String> lines(String name) {
        try (InputStream in = Bundled.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The file " + name + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# ") && !line.equals("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the bundled file " + name, e);
        }
    }
}
