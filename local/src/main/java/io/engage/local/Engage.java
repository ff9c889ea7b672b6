package io.engage.local;

import io.engage.local.archive.ArchiveCommand;
import io.engage.local.batch.BatchCommand;
import io.engage.local.replay.Replay;
import io.engage.local.simulate.Simulate;
import io.engage.local.up.StatusCommand;
import io.engage.local.up.UpCommand;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of {@code ./engage} that run in Java. The script finds the JDK, builds what is missing, and comes here. */
@Command(name = "./engage", description = "The whole of Engage on one machine.")
public final class Engage implements Runnable {
    /** Every command: a new one is added here, and as one line to the help text of the script. */
    static final List<Class<?>> COMMANDS = List.of(
            UpCommand.class,
            StatusCommand.class,
            Simulate.class,
            Replay.class,
            ArchiveCommand.class,
            BatchCommand.class);

    /** Exit code of a command that was understood and could not be done. */
    public static final int FAILED = 1;

    /** Exit code of a command that was not understood. */
    public static final int MISUSED = 2;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine engage = new CommandLine(new Engage());
        for (Class<?> command : COMMANDS) {
            CommandLine subcommand = new CommandLine(command);
            subcommand
                    .getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("says this")
                            .build());
            engage.addSubcommand(subcommand);
        }
        engage.setParameterExceptionHandler((exception, arguments) -> {
            CommandLine command = exception.getCommandLine();
            PrintWriter err = command.getErr();
            err.println(exception.getMessage());
            err.println(command.getCommandSpec().qualifiedName() + " --help lists what it takes.");
            return MISUSED;
        });
        engage.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println(exception.getMessage() == null ? exception.toString() : exception.getMessage());
            return FAILED;
        });
        return engage;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
