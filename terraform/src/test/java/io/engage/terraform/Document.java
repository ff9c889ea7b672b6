package io.engage.terraform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The operators' document, docs/aws.md. */
final class Document {
    private static final Path FILE = Path.of("..", "docs", "aws.md");

    private Document() {}

    /** The first words of the rows of the table whose first heading is this one. */
    static Set<String> entries(String heading) throws IOException {
        return Files.readAllLines(FILE).stream()
                .dropWhile(line -> !line.startsWith("| " + heading + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[1].replace("`", "").strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
