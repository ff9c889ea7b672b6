package io.engage.local.aot;

import io.engage.local.supervise.Backoff;
import io.engage.local.supervise.FolderLock;
import io.engage.local.supervise.Guard;
import io.engage.local.supervise.Program;
import io.engage.local.supervise.Supervisor;
import io.engage.local.supervise.Watcher;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import io.engage.local.system.Ports;
import io.engage.local.system.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A training run: the whole system on a folder and on ports of its own, with simulated viewers and visitors for some seconds, and
 * ended so that each JVM leaves its AOT cache. Houses whose cache is fresh are not recorded again.
 */
public final class Training {
    private static final Duration START_WITHIN = Duration.ofMinutes(10);

    /** What a JVM may take to put its cache together, several of them at once on a busy machine. */
    private static final Duration END_WITHIN = Duration.ofMinutes(10);

    private final Site site;
    private final AotCaches caches;
    private final List<Program> programs;
    private final List<Program> pupils;
    private final List<String> options;

    private Training(Site site, AotCaches caches, List<House> houses, List<House> trained, List<String> options) {
        this.site = site;
        this.caches = caches;
        this.options = options;
        // The others run on what runs this: the one to be trained may have just the modules that services need.
        Site others = new Site(site.project(), ownJava(), site.data(), site.portOffset());
        this.programs = new ArrayList<>();
        this.pupils = new ArrayList<>();
        for (House house : houses) {
            boolean isTrained = trained.contains(house);
            Program program = house.at(isTrained ? site : others);
            programs.add(program);
            if (isTrained && isPupil(program) && !caches.isFresh(program)) {
                pupils.add(program);
            }
        }
    }

    /** Whether it gets a cache: all on a JVM do but the simulated viewers, which are so little code that they start at once. */
    public static boolean isPupil(Program program) {
        return AotCaches.isJava(program) && !program.name().equals(Houses.SIMULATION);
    }

    /**
     * Takes the project's folder, the executable of Java that the houses are trained for, the folder of the caches, the houses to run, those
     * of them to train, and options of the JVM that go behind the houses' own. Houses are named with commas between them, or as
     * {@code all} or {@code services}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> all = Arrays.asList(arguments);
        boolean done = run(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                new AotCaches(Path.of(arguments[2])),
                houses(arguments[3]),
                houses(arguments[4]),
                all.subList(5, all.size()));
        System.exit(done ? 0 : 1);
    }

    private static List<House> houses(String names) {
        return switch (names) {
            case "all" -> Houses.ALL;
            case "services" ->
                Houses.ALL.stream()
                        .filter(house -> house.layer() == House.Layer.SERVICE)
                        .toList();
            default -> {
                List<String> named = Arrays.asList(names.split(",", -1));
                yield Houses.ALL.stream()
                        .filter(house -> named.contains(house.name()))
                        .toList();
            }
        };
    }

    private static Path ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Trains the houses, and returns when their caches are there; false when a house did not come up or left no cache, or another
     * training is at work on the same caches.
     */
    private static boolean run(
            Path project, Path java, AotCaches caches, List<House> houses, List<House> trained, List<String> options)
            throws IOException, InterruptedException {
        Optional<FolderLock> lock = caches.lock();
        if (lock.isEmpty()) {
            System.out.println("Another training is at work on " + caches.folder());
            return false;
        }
        Path data = caches.folder().resolve("training");
        try (FolderLock held = lock.get()) {
            delete(data);
            try {
                Site site = siteOnFreePorts(project, java, data, houses);
                return new Training(site, caches, houses, trained, options).run();
            } finally {
                delete(data);
            }
        }
    }

    private boolean run() throws InterruptedException {
        if (pupils.isEmpty()) {
            System.out.println("Every cache is there already");
            return true;
        }
        caches.prepare(pupils);
        List<Program> recorded = programs.stream()
                .map(program -> pupils.contains(program) ? caches.recording(program, options) : caches.using(program))
                .toList();
        Course course = new Course(programs.size());
        Supervisor supervisor = new Supervisor(recorded, Guard.ofThisSystem(), Backoff.USUAL, END_WITHIN, course);
        Thread exit = new Thread(Training::killAll, "end");
        Runtime.getRuntime().addShutdownHook(exit);
        Thread visitors = Thread.ofPlatform().daemon().start(() -> {
            try {
                if (course.awaitStart()) {
                    new Visitors(site, programs).visit();
                }
            } finally {
                supervisor.stop();
            }
        });
        supervisor.run();
        visitors.join();
        Runtime.getRuntime().removeShutdownHook(exit);
        if (course.failed) {
            return false;
        }
        boolean complete = true;
        for (Program pupil : pupils) {
            boolean kept = caches.keep(pupil);
            System.out.println(pupil.name() + (kept ? " is trained" : " left no cache; its log: " + pupil.log()));
            complete &= kept;
        }
        return complete;
    }

    /** Whoever ends the training does not want to wait for the caches. */
    private static void killAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static Site siteOnFreePorts(Path project, Path java, Path data, List<House> houses) {
        Random random = new Random();
        while (true) {
            int offset = 11_000 + random.nextInt(11_000);
            Site site = Site.open(project, java, data, offset);
            if (Ports.taken(houses, site).isEmpty()) {
                return site;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** How far the run has come. */
    private static final class Course implements Watcher {
        private final CountDownLatch starting;
        private volatile boolean failed;

        Course(int programs) {
            starting = new CountDownLatch(programs);
        }

        /** Whether all programs came up in time. */
        boolean awaitStart() {
            try {
                if (!starting.await(START_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                    System.out.println("Not everything came up within " + START_WITHIN.toSeconds() + " s");
                    failed = true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed = true;
            }
            return !failed;
        }

        @Override
        public void starting(Program program) {
            System.out.println(program.name() + " starts");
        }

        @Override
        public void ready(Program program, Duration after) {
            System.out.println(program.name() + " is ready after " + after.toMillis() + " ms");
            starting.countDown();
        }

        @Override
        public void died(Program program, String how, Duration again) {
            System.out.println(program.name() + " died: " + how);
            tellLog(program);
            failed = true;
            while (starting.getCount() > 0) {
                starting.countDown();
            }
        }

        @Override
        public void trouble(Program program, String message) {
            System.out.println(program.name() + ": " + message);
        }

        @Override
        public void ending() {
            System.out.println("The caches are put together");
        }

        @Override
        public void ended(Program program, boolean killed) {
            if (killed) {
                System.out.println(program.name() + " did not end in time");
            }
        }

        /** The folder goes with the run, so what a house said last is kept here. */
        private static void tellLog(Program program) {
            try (Stream<String> lines = Files.lines(program.log())) {
                lines.skip(Math.max(0, Files.readAllLines(program.log()).size() - 30L))
                        .forEach(System.out::println);
            } catch (IOException e) {
                System.out.println("It left no log: " + e.getMessage());
            }
        }
    }
}
