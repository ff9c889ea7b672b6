package io.engage.local.simulate;

import io.engage.local.door.Door;
import io.engage.local.door.DoorException;
import io.engage.local.door.DoorOptions;
import io.engage.local.door.Ending;
import io.engage.local.door.Pace;
import io.engage.local.door.Progress;
import io.engage.local.door.Refusals;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sends simulated live videos to ingest-svc at the clock's pace, or writes them to a file. */
@Command(
        name = "simulate",
        description =
                "Simulates live videos and their viewers: sends what they do to ingest-svc, or writes it to a file.",
        sortOptions = false)
public final class Simulate implements Callable<Integer> {
    /** The format of a log. */
    enum Format {
        ENGAGE,
        ORIGINAL;

        /** Reads the name in any case. */
        static final class Reader implements ITypeConverter<Format> {
            @Override
            public Format convert(String value) {
                try {
                    return valueOf(value.toUpperCase(Locale.ROOT));
                } catch (IllegalArgumentException e) {
                    throw new TypeConversionException("it must be engage or original, not " + value);
                }
            }
        }
    }

    private static final String STDOUT = "-";
    private static final String BROKEN_PIPE = "Broken pipe";
    private static final int BUFFER = 1 << 16;
    private static final int REFUSED = 1;

    /** Events are sent this often at most, in ms: few requests, and nobody sees the delay. */
    private static final long TICK = 200;

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration TO_THE_END = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private DoorOptions doorOptions;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "the same seed gives the same events (default: a new one)")
    private Long seed;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "60",
            description = "about how many are live at once (default: ${DEFAULT-VALUE})")
    private int videos;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            defaultValue = "3000",
            description = "about how many watch at once, all videos together (default: ${DEFAULT-VALUE})")
    private int viewers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "so many viewers that about N events a second are sent; instead of --viewers")
    private Double rate;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            description = "N times as fast as life (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "ends after so many simulated seconds (default: never)")
    private Double duration;

    @Option(names = "--leave-videos", description = "does not end the live videos when it ends")
    private boolean leaveVideos;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "writes the events to a file, - for the standard output, instead of sending them")
    private String out;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "engage",
            converter = Format.Reader.class,
            description =
                    "of the file: engage, or original, that of the original simulator (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "when it begins in the file, like 2026-11-23T18:00:00Z (default: now)")
    private Instant start;

    private final Clock clock;
    private final PrintStream err;

    public Simulate() {
        this(Clock.systemUTC(), System.err);
    }

    Simulate(Clock clock, PrintStream err) {
        this.clock = clock;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        Scale scale = scale();
        if (seed == null) {
            seed = new SecureRandom().nextLong(1_000_000_000);
        }
        long opening = start == null ? clock.millis() : start.toEpochMilli();
        long end = duration == null ? Long.MAX_VALUE : opening + Math.round(duration * 1_000);
        Simulation simulation = new Simulation(seed, scale, opening);
        EngageForm engage = new EngageForm(EngageForm.tag(seed, scale, opening));
        if (out != null) {
            return write(simulation, engage, opening, end);
        }
        return send(simulation, scale, engage, opening, end);
    }

    private Scale scale() {
        if (out == null && (format != Format.ENGAGE || start != null)) {
            throw wrong("--format and --start are for a file: give --out FILE, too");
        }
        if (out != null && !out.equals(STDOUT) && duration == null) {
            throw wrong("--out FILE needs --duration SECONDS, else the file grows until the disk is full");
        }
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw wrong("--speed must be more than 0, not " + speed);
        }
        if (duration != null && !(duration > 0)) {
            throw wrong("--duration must be more than 0, not " + duration);
        }
        if (rate != null && !(rate > 0)) {
            throw wrong("--rate must be more than 0, not " + rate);
        }
        try {
            return rate == null ? new Scale(videos, viewers) : Scale.ofRate(videos, rate / speed);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Writes everything that happens before the end; asked to stop, it ends what is live and the log is whole. */
    private int write(Simulation simulation, EngageForm engage, long opening, long end) {
        boolean toStdout = out.equals(STDOUT);
        try (Ending ending = new Ending(LAST_WORDS);
                OutputStream to = new BufferedOutputStream(
                        toStdout ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(out), BUFFER)) {
            Form form = format == Format.ENGAGE ? engage : new OriginalForm(opening);
            Happening next = simulation.next();
            long last = opening;
            for (; next.at() < end && !Thread.currentThread().isInterrupted(); next = simulation.next()) {
                // What lies before the opening stands at the opening, so that the log is in full swing from its first
                // moment.
                last = Math.max(opening, next.at());
                write(form.line(next, last), to);
            }
            if (!leaveVideos) {
                for (Happening ended : simulation.endAll(Thread.interrupted() ? last : end, next)) {
                    write(form.line(ended, ended.at()), to);
                }
            }
            return 0;
        } catch (IOException e) {
            if (toStdout && BROKEN_PIPE.equals(e.getMessage())) {
                // The reader has seen enough.
                return 0;
            }
            throw new IllegalStateException("Cannot write to " + out + ": " + e.getMessage(), e);
        }
    }

    private static void write(byte[] line, OutputStream to) throws IOException {
        if (line != null) {
            to.write(line);
            to.write('\n');
        }
    }

    private int send(Simulation simulation, Scale scale, EngageForm form, long opening, long end)
            throws InterruptedException {
        Refusals refusals = new Refusals();
        AtomicLong due = new AtomicLong(Long.MAX_VALUE);
        Pace pace = new Pace(speed, opening, opening);
        try (Ending ending = new Ending(LAST_WORDS.multipliedBy(2));
                Door door = open(refusals)) {
            err.printf(
                    Locale.ROOT,
                    "Simulating about %,d videos and %,d viewers, %,.0f events a second, to %s (seed %d)%n",
                    scale.videos(),
                    scale.viewers(),
                    scale.eventsPerSecond() * speed,
                    doorOptions.address(),
                    seed);
            try (Progress progress = new Progress(err, Progress.isTerminal(), door, () -> lag(due.get(), door))) {
                play(simulation, form, pace, opening, end, door, due);
            } catch (DoorException e) {
                err.println("Stopped: " + e.getMessage());
                return REFUSED;
            }
            refusals.lines().forEach(err::println);
            return refusals.total() == 0 ? 0 : REFUSED;
        }
    }

    private Door open(Refusals refusals) {
        try {
            return doorOptions.open(Door.FOR_EVER, (origin, reason) -> refusals.add(reason, "event " + origin));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    /** How far behind the door is: what is due and not handed over, or handed over and not taken yet. */
    private String lag(long due, Door door) {
        long late = Math.max(clock.millis() - due, door.delay().toMillis());
        return String.format(Locale.ROOT, "lag %.1f s", Math.max(0, late) / 1_000.0);
    }

    /** Sends everything that happens before the end as it falls due; asked to stop, it ends what is live and sends that. */
    private void play(
            Simulation simulation, EngageForm form, Pace pace, long opening, long end, Door door, AtomicLong due)
            throws InterruptedException {
        boolean asked = false;
        Happening next = simulation.next();
        try {
            for (; next.at() < end; next = simulation.next()) {
                long now = clock.millis();
                long wait = pace.wait(next.at(), now);
                // What lies before the opening is late by nature.
                due.set(next.at() < opening ? Long.MAX_VALUE : now + wait);
                if (wait > 0) {
                    door.flush();
                    Thread.sleep(Math.max(wait, TICK));
                }
                post(next, pace.stamp(next.at(), clock.millis()), form, door);
            }
        } catch (InterruptedException e) {
            asked = true;
        }
        if (!leaveVideos) {
            long now = clock.millis();
            for (Happening last : simulation.endAll(now, next)) {
                post(last, now, form, door);
            }
        }
        door.drain(asked ? LAST_WORDS : TO_THE_END);
    }

    private static void post(Happening happening, long stamp, EngageForm form, Door door) throws InterruptedException {
        door.post(form.videoId(happening.video()), form.line(happening, stamp), happening.number());
    }
}
