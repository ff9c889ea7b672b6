package io.engage.local.batch;

import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import io.engage.local.up.Note;
import io.engage.local.up.SiteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Leads to the jobs over the archive. */
@Command(
        name = "batch",
        description = "Jobs over the archive, on Spark; batch JOB --help lists what one takes.",
        subcommands = {
            BatchCommand.Compact.class,
            BatchCommand.Recompute.class,
            BatchCommand.Reconcile.class,
            BatchCommand.Restore.class
        })
public final class BatchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which job? There are: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "compact", description = "Writes each archived event once, by its own time, in Parquet.")
    static final class Compact extends Job {}

    @Command(
            name = "recompute",
            description = "Counts every total once more from that, and what was shown every minute.")
    static final class Recompute extends Job {}

    @Command(name = "reconcile", description = "Recomputes, and holds the totals against those that the portal shows.")
    static final class Reconcile extends Job {}

    @Command(name = "restore", description = "Puts archived events back into Kafka.")
    static final class Restore extends Job {}

    /**
     * Runs the program of {@code batch/}, which knows all options of its jobs but these two: in a process of its own, since Spark needs
     * its own libraries, flags and memory. It is told where the archive, the portal and the Kafka of this machine are.
     */
    abstract static class Job implements Callable<Integer> {
        private static final String BUCKET = "engage-archive";

        @Spec
        private CommandSpec spec;

        @Mixin
        private SiteOptions where;

        @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "1g", description = "its heap, such as 4g")
        private String memory;

        /** Also {@code --help}: only the program can say all. */
        @Unmatched
        private List<String> rest = new ArrayList<>();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path program = SiteOptions.project().resolve(Path.of("batch", "target", "engage-batch.jar"));
            if (!Files.exists(program)) {
                throw new IllegalStateException(
                        "The jobs are not built: ./mvnw -am -pl batch -Dmaven.test.skip=true package");
            }
            List<String> command = new ArrayList<>(List.of(
                    SiteOptions.java().toString(),
                    "-Xmx" + memory,
                    "-XX:+UseParallelGC",
                    // Spark's own memory is of the kind that Java will do without some day, and says so.
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dengage.terminal=" + Boolean.getBoolean("engage.terminal")));
            command.addAll(thisMachine());
            command.add("-jar");
            command.add(program.toString());
            command.add(spec.name());
            command.addAll(rest);
            Process process = new ProcessBuilder(command).inheritIO().start();
            Thread ending = new Thread(process::destroy, "end");
            Runtime.getRuntime().addShutdownHook(ending);
            int exit = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(ending);
            return exit;
        }

        private List<String> thisMachine() {
            List<String> told = new ArrayList<>();
            told.add("-Dengage.batch.archive="
                    + where.data().resolve("s3").resolve(BUCKET).toAbsolutePath());
            Note.ofRunning(where.data())
                    .map(note -> Site.open(SiteOptions.project(), SiteOptions.java(), where.data(), note.portOffset()))
                    .ifPresent(site -> {
                        told.add("-Dengage.batch.portal=http://" + site.address(Houses.PORTAL));
                        told.add("-Dengage.batch.kafka=" + site.address(Houses.KAFKA));
                    });
            return told;
        }
    }
}
