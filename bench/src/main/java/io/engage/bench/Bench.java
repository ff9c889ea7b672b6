package io.engage.bench;

import io.engage.bench.archive.ArchiveBench;
import io.engage.bench.counters.CountersBench;
import io.engage.bench.growth.GrowthBench;
import io.engage.bench.ingest.IngestBench;
import io.engage.bench.latency.LatencyBench;
import io.engage.bench.sentiment.SentimentBench;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code ./engage bench}. */
@Command(
        name = "./engage bench",
        description = "Measures Engage on this machine, which should be quiet meanwhile.",
        mixinStandardHelpOptions = false)
public final class Bench implements Runnable {
    private static final int FAILED = 1;

    /** Kafka's clients print all of their settings. Held here, since loggers are forgotten otherwise. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    /** Those with a command line of their own. */
    private enum Program {
        SENTIMENT {
            @Override
            void run(String[] arguments) throws Exception {
                SentimentBench.main(arguments);
            }
        },
        ARCHIVE {
            @Override
            void run(String[] arguments) throws Exception {
                ArchiveBench.main(arguments);
            }
        };

        abstract void run(String[] arguments) throws Exception;
    }

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) throws Exception {
        // Numbers in tables look the same everywhere.
        Locale.setDefault(Locale.ROOT);
        KAFKA.setLevel(Level.WARNING);
        for (Program program : Program.values()) {
            if (arguments.length > 0 && program.name().equalsIgnoreCase(arguments[0])) {
                program.run(Arrays.copyOfRange(arguments, 1, arguments.length));
                return;
            }
        }
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine bench = new CommandLine(new Bench());
        for (Object command : List.of(new CountersBench(), new IngestBench(), new LatencyBench(), new GrowthBench())) {
            bench.addSubcommand(command);
        }
        for (CommandLine command : bench.getSubcommands().values()) {
            command.getCommandSpec()
                    .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("says this")
                            .build());
        }
        bench.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println(exception.getMessage() == null ? exception.toString() : exception.getMessage());
            for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
                command.getErr().println("because of " + cause);
            }
            return FAILED;
        });
        return bench;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which benchmark?");
    }
}
