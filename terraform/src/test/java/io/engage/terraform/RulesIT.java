package io.engage.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The rules of Prometheus: its own tool over them, and what the document says of them. */
class RulesIT {
    private static final Path RULES = Path.of("..", "observability", "prometheus");
    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");

    /** Promise: docs/aws.md says of each alert what it means and what to do, and of no other. */
    @Test
    void areExplained() throws IOException {
        Set<String> alerts = ALERT.matcher(Files.readString(RULES.resolve("rules.yaml")))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Document.entries("alert"), alerts);
    }

    private static void needsPromtool() {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))),
                "promtool is not installed");
    }

    /** Promise: Prometheus takes the rules. */
    @Test
    void areWellFormed() {
        needsPromtool();
        promtool("check", "rules", "rules.yaml");
    }

    /** Promise: they call when figures are late or records lost, and say so in words. */
    @Test
    void callWhenTheyShould() {
        needsPromtool();
        promtool("test", "rules", "rules.test.yaml");
    }

    private static void promtool(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        Outcome outcome = Outcome.of(RULES, Map.of(), Duration.ofMinutes(1), command);
        assertEquals(0, outcome.exit(), outcome::output);
    }
}
