package io.engage.batch;

import io.engage.batch.compact.CompactCommand;
import io.engage.batch.recompute.RecomputeCommand;
import io.engage.batch.reconcile.ReconcileCommand;
import io.engage.batch.restore.RestoreCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jobs over the archive, from the command line: {@code ./engage batch <job>}, or {@code spark-submit} with this class. */
@Command(
        name = "./engage batch",
        description = "Jobs over the archive, on Spark.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "JOB",
        subcommands = {CompactCommand.class, RecomputeCommand.class, ReconcileCommand.class, RestoreCommand.class})
public final class Batch implements Runnable {
    /** Exit code of a job that was not understood, or could not be done. */
    private static final int NOT_DONE = 2;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine batch = new CommandLine(new Batch());
        batch.setParameterExceptionHandler((exception, arguments) -> {
            PrintWriter err = exception.getCommandLine().getErr();
            err.println(exception.getMessage());
            err.println(exception.getCommandLine().getCommandSpec().qualifiedName() + " --help lists what it takes.");
            return NOT_DONE;
        });
        batch.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println(message(exception));
            if (Boolean.getBoolean("engage.batch.trace")) {
                exception.printStackTrace(command.getErr());
            }
            return NOT_DONE;
        });
        return batch;
    }

    /** What went wrong, without Spark's account of where. */
    private static String message(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null && (cause instanceof SparkException || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return cause instanceof IOException || cause instanceof IllegalStateException
                ? message
                : cause.getClass().getSimpleName() + ": " + message;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which job? compact, recompute, reconcile or restore.");
    }
}
