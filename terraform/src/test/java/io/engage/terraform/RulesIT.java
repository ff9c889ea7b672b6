package io.engage.terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prometheus' own tool over the rules. */
class RulesIT {
    private static final Path RULES = Path.of("..", "observability", "prometheus");

    @BeforeAll
    static void needsPromtool() {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))),
                "promtool is not installed");
    }

    /** Promise: Prometheus takes the rules. */
    @Test
    void areWellFormed() {
        promtool("check", "rules", "rules.yaml");
    }

    /** Promise: they call when figures are late or records lost, and say so in words. */
    @Test
    void callWhenTheyShould() {
        promtool("test", "rules", "rules.test.yaml");
    }

    private static void promtool(String... arguments) {
        List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        Outcome outcome = Outcome.of(RULES, Map.of(), Duration.ofMinutes(1), command);
        assertEquals(0, outcome.exit(), outcome::output);
    }
}
