package io.engage.terraform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ties programs to the tests that start them. */
final class Tether {
    private static final List<String> PREFIX = Files.isExecutable(Path.of("/usr/bin/setpriv"))
            ? List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
            : List.of();

    private Tether() {}

    /**
     * A program's command, so that the system kills it when the thread that starts it ends, and thus with the tests, in whatever way they end. Where
     * the system cannot do that (it needs Linux and its setpriv) it is the command as it is.
     */
    static List<String> tie(List<String> command) {
        return Stream.concat(PREFIX.stream(), command.stream()).toList();
    }
}
