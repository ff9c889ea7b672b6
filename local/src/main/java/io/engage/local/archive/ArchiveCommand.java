package io.engage.local.archive;

import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import io.engage.local.up.Note;
import io.engage.local.up.SiteOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Leads to what can be asked of the archive. */
@Command(
        name = "archive",
        description = "Looks into the archive; archive verify --help lists what that takes.",
        subcommands = ArchiveCommand.Verify.class)
public final class ArchiveCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about the archive? There is: verify");
    }

    /**
     * Runs archive-svc's program {@code verify}, which knows all options but {@code --data}: in a process of its own, since its
     * libraries are those of the service. When no other store is named it is led to that of the running system.
     */
    @Command(name = "verify", description = "Lists for every partition the offsets that are archived.")
    static final class Verify implements Callable<Integer> {
        private static final String PROGRAM = "io.engage.archive.verify.VerifyCommand";

        @Mixin
        private SiteOptions where;

        /** Also {@code --help}: only the program can say all. */
        @Unmatched
        private List<String> rest = new ArrayList<>();

        @Override
        public Integer call() throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(
                    List.of(SiteOptions.java().toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
            if (rest.stream().noneMatch(Verify::saysWhere)) {
                command.addAll(runningSystem());
            }
            Path built = SiteOptions.project().resolve(Path.of("archive-svc", "target", "quarkus-app"));
            command.add("-cp");
            command.add(
                    built.resolve("app") + "/*" + File.pathSeparator + built.resolve(Path.of("lib", "main")) + "/*");
            command.add(PROGRAM);
            command.addAll(rest);
            Process process = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end"));
            return process.waitFor();
        }

        /** Another store is named, or nothing is to be looked at. */
        private static boolean saysWhere(String argument) {
            return List.of("--bucket", "--endpoint", "--help", "-h").contains(argument.replaceFirst("=.*", ""));
        }

        private List<String> runningSystem() {
            Path data = where.data();
            Note note = Note.ofRunning(data)
                    .orElseThrow(() -> new IllegalStateException("Engage is not up on " + data
                            + ", and so is its S3. ./engage up starts it; --bucket or --endpoint name another."));
            Site site = Site.open(SiteOptions.project(), SiteOptions.java(), data, note.portOffset());
            return List.of(
                    "-Daws.accessKeyId=local",
                    "-Daws.secretAccessKey=local",
                    "-Dengage.archive.endpoint=http://" + site.address(Houses.S3),
                    "-Dengage.archive.path-style=true");
        }
    }
}
