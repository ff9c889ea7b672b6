package io.engage.local.up;

import io.engage.local.aot.AotCaches;
import io.engage.local.aot.BackgroundTraining;
import io.engage.local.aot.Training;
import io.engage.local.supervise.Backoff;
import io.engage.local.supervise.FolderLock;
import io.engage.local.supervise.Guard;
import io.engage.local.supervise.Leftovers;
import io.engage.local.supervise.Program;
import io.engage.local.supervise.Supervisor;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import io.engage.local.system.Ports;
import io.engage.local.system.Site;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the whole system until it is asked to end. */
@Command(
        name = "up",
        description = "Runs the whole system until Ctrl-C: Kafka, Redis, S3, all services and simulated viewers.")
public final class UpCommand implements Callable<Integer> {
    /** How long each layer may take to end. The simulation ends itself within 2 s, so everything does within 11 s. */
    private static final Duration PATIENCE = Duration.ofMillis(4_500);

    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SiteOptions where;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description = "added to every port, so that a second system fits beside the first (default: 0)")
    private int portOffset;

    @Option(
            names = "--without",
            paramLabel = "HOUSE",
            split = ",",
            description = "leaves a house out, such as portal; several with commas, or the option again")
    private List<String> without = new ArrayList<>();

    @Option(names = "--no-simulation", description = "no simulated viewers, the same as --without simulation")
    private boolean noSimulation;

    @Override
    public Integer call() throws InterruptedException {
        List<House> houses = houses(leftOut());
        Site site = Site.open(SiteOptions.project(), SiteOptions.java(), where.data(), portOffset);
        FolderLock lock = FolderLock.take(site.lock())
                .orElseThrow(() -> new IllegalStateException("Engage is up already on " + site.data()
                        + Note.read(site.lock())
                                .map(note -> " (process " + note.pid() + ")")
                                .orElse("")
                        + ". ./engage status shows it, Ctrl-C there ends it, --data DIR runs another beside it."));
        try (lock) {
            lock.note(new Note(ProcessHandle.current().pid(), Instant.now(), portOffset, leftOut()).text());
            List<Program> programs =
                    houses.stream().map(house -> house.at(site)).toList();
            Screen screen = new Screen(System.out, Boolean.getBoolean("engage.terminal"), site, houses);
            BackgroundTraining training = new BackgroundTraining(
                    site, houses.stream().map(House::name).toList(), screen::tell);
            if (!"off".equals(System.getenv("ENGAGE_AOT"))) {
                AotCaches caches = AotCaches.ofProject(site.project());
                if (programs.stream().anyMatch(program -> Training.isPupil(program) && !caches.isFresh(program))) {
                    screen.onceUp(training::start);
                }
                programs = programs.stream().map(caches::using).toList();
                screen.onEarlyDeath(program -> forget(caches, program, screen));
            }
            screen.leftovers(Leftovers.end(site.run(), site.mark(), PATIENCE));
            List<Ports.Taken> taken = Ports.taken(houses, site);
            if (!taken.isEmpty()) {
                throw new IllegalStateException(complaint(taken));
            }
            runUntilAsked(programs, training, screen);
            return 0;
        }
    }

    /** Should the program have died of a damaged cache, its next start is without. */
    private static void forget(AotCaches caches, Program program, Screen screen) {
        try {
            caches.forget(program);
        } catch (UncheckedIOException e) {
            screen.tell(e.getMessage() + "; ENGAGE_AOT=off starts without.");
        }
    }

    private List<String> leftOut() {
        List<String> leftOut = new ArrayList<>(without);
        if (noSimulation) {
            leftOut.add(Houses.SIMULATION);
        }
        return leftOut;
    }

    private List<House> houses(List<String> leftOut) {
        List<House> houses;
        try {
            houses = Houses.without(leftOut);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        for (House house : houses) {
            for (int port : house.ports()) {
                if (port + portOffset < 1 || port + portOffset > HIGHEST_PORT) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--port-offset " + portOffset + " makes port " + port + " of " + house.name() + " "
                                    + (port + portOffset) + ", which is none");
                }
            }
        }
        return houses;
    }

    private static String complaint(List<Ports.Taken> taken) {
        StringBuilder complaint = new StringBuilder("Nothing was started:");
        taken.forEach(port -> complaint.append("\n  ").append(port));
        return complaint
                .append("\nEnd what listens there, or shift every port: ./engage up --port-offset 1000")
                .toString();
    }

    private static void runUntilAsked(List<Program> programs, BackgroundTraining training, Screen screen)
            throws InterruptedException {
        Supervisor supervisor = new Supervisor(programs, Guard.ofThisSystem(), Backoff.USUAL, PATIENCE, screen);
        // Ctrl-C, SIGTERM and the closing of the terminal all come by this hook; the process ends when it returns.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            supervisor.stop();
                            training.close();
                            try {
                                supervisor.awaitEnd(PATIENCE.multipliedBy(4));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "end"));
        supervisor.run();
    }
}
