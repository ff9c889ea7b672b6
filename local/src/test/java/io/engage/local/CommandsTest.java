package io.engage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line, from the script down to the options. */
class CommandsTest {
    private record Outcome(int exit, String output) {}

    /** Promise: {@code ./engage help} lists the commands that exist, all of them and no other, without building anything. */
    @Test
    void helpListsWhatExists() throws Exception {
        // Given
        Set<String> commands = new TreeSet<>(Set.of("bench", "test", "help"));
        commands.addAll(Engage.commandLine().getSubcommands().keySet());
        // When
        Outcome help = script("help");
        // Then
        Set<String> listed = new TreeSet<>(Pattern.compile("^ {2}\\./engage ([a-z]+)", Pattern.MULTILINE)
                .matcher(help.output)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
        assertEquals(commands, listed);
        assertEquals(0, help.exit);
        assertEquals(help, script());
    }

    /** Promise: a command that does not exist is refused with a hint, exit code 2. */
    @Test
    void refusesUnknownCommands() throws Exception {
        assertEquals(new Outcome(2, "There is no command 'upp'. ./engage help lists them all.\n"), script("upp"));
    }

    /** Promise: the script knows every command of Java's side. */
    @Test
    void theScriptPassesEveryCommandOn() throws Exception {
        String text = Files.readString(root().resolve("engage"));
        for (String command : Engage.commandLine().getSubcommands().keySet()) {
            assertTrue(
                    Pattern.compile("^ {2}[a-z |]*\\b" + command + "\\b[a-z |]*\\) run", Pattern.MULTILINE)
                            .matcher(text)
                            .find(),
                    command);
        }
    }

    /** Promise: what a command does not take is refused with what is wrong and where to look, exit code 2. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --frobnicate; Unknown option: '--frobnicate'",
                "up --port-offset x; 'x' is not an int",
                "up --port-offset 60000; --port-offset 60000 makes port 9092 of kafka 69092, which is none",
                "up --without web; There is no web to leave out; there are kafka, redis",
                "up --without portal,web; There is no web to leave out",
                "archive; What about the archive? There is: verify",
                "batch; Which job? There are: compact, recompute, reconcile, restore",
                "batch bake; Unmatched argument at index 1: 'bake'",
                "archive burn; Unmatched argument at index 1: 'burn'",
                "status now; Unmatched argument at index 1: 'now'",
            })
    void refusesWhatItDoesNotTake(String example) {
        // Given
        String[] halves = example.split("; ", 2);
        CommandLine engage = Engage.commandLine();
        StringWriter err = new StringWriter();
        engage.setErr(new PrintWriter(err));
        // When
        int exit = engage.execute(halves[0].split(" "));
        // Then
        assertEquals(Engage.MISUSED, exit);
        assertTrue(err.toString().contains(halves[1]), err::toString);
        assertTrue(err.toString().contains("--help lists what it takes"), err::toString);
    }

    private static Path root() throws Exception {
        return Path.of("..").toRealPath();
    }

    private static Outcome script(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(root().resolve("engage").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ENGAGE_BUILD", "never");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(process.exitValue(), output);
    }
}
