package io.engage.local.replay;

import io.engage.local.door.Door;
import io.engage.local.door.DoorException;
import io.engage.local.door.DoorOptions;
import io.engage.local.door.Ending;
import io.engage.local.door.Pace;
import io.engage.local.door.Progress;
import io.engage.local.door.Refusals;
import io.engage.local.door.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Plays logs again through the door, as if it all happened now. */
@Command(
        name = "replay",
        description =
                "Plays logs again: sends their events to ingest-svc as if they happened now. It reads Engage events, the"
                        + " original simulator's events.txt and text logs of chats, packed by gzip or not.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every event was accepted",
            "1:some were refused; the others were accepted",
            "2:the command was not understood",
            "3:it was not played to its end"
        },
        sortOptions = false)
public final class Replay implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int NOT_TO_THE_END = 3;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final long TICK = 100;
    private static final int FILE_SHIFT = 40;
    private static final long LINE_MASK = (1L << FILE_SHIFT) - 1;
    private static final int EXAMPLES = 3;
    private static final Duration WORTH_SAYING = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "logs, played one after the other; - is the standard input")
    private List<String> files = List.of();

    @Mixin
    private DoorOptions doorOptions;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "1",
            converter = Speed.class,
            description = "N times as fast as it was; max, or 0, as fast as it goes (default: ${DEFAULT-VALUE})")
    private double speed;

    @Option(
            names = "--longest-gap",
            paramLabel = "SECONDS",
            description = "waits no longer than this for the next event, where a log has hours without one (default: as"
                    + " long as it was, by --speed)")
    private Long longestGap;

    @Option(
            names = "--video",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "precedes the ids of the videos, to keep them apart from others")
    private String videoPrefix;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "gives up when nothing gets through for so long (default: ${DEFAULT-VALUE})")
    private long patience;

    private final Clock clock;
    private final InputStream stdin;
    private final PrintStream out;
    private final PrintStream err;

    private final Refusals refusals = new Refusals();
    private final List<String> cutExamples = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();
    private long cut;
    private long broken;
    private volatile Log playing;

    /** When the next event is due, epoch ms; 0 while there is none to wait for. */
    private volatile long nextAt;

    /** Reads the speed of a replay. */
    static final class Speed implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            if (value.equalsIgnoreCase("max")) {
                return 0.0;
            }
            try {
                double speed = Double.parseDouble(value);
                if (speed >= 0 && !Double.isInfinite(speed)) {
                    return speed;
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
            throw new TypeConversionException("it must be a number from 0 on, or max, not " + value);
        }
    }

    public Replay() {
        this(Clock.systemUTC(), System.in, utf8(System.out), utf8(System.err));
    }

    Replay(Clock clock, InputStream stdin, PrintStream out, PrintStream err) {
        this.clock = clock;
        this.stdin = stdin;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (longestGap != null && longestGap < 0) {
            throw new ParameterException(spec.commandLine(), "--longest-gap is 0 s or more, not " + longestGap);
        }
        for (String file : files) {
            if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
                throw new ParameterException(spec.commandLine(), "There is no file " + file + " that can be read");
            }
        }
        try (Ending ending = new Ending(LAST_WORDS.multipliedBy(2));
                Door door = open()) {
            long began = System.nanoTime();
            String stopped = null;
            try (Progress progress = new Progress(err, Progress.isTerminal(), door, this::where)) {
                play(door);
            } catch (DoorException | IOException e) {
                stopped = e.getMessage();
            } catch (InterruptedException e) {
                stopped = "it was asked to";
                drainQuickly(door);
            }
            return report(door.tally(), stopped, (System.nanoTime() - began) / 1e9);
        }
    }

    private Door open() {
        try {
            return doorOptions.open(
                    Duration.ofSeconds(patience), (origin, reason) -> refusals.add(reason, where(origin)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void play(Door door) throws IOException, InterruptedException {
        Naming naming = new Naming(run(), videoPrefix);
        for (int i = 0; i < files.size(); i++) {
            try (Log log = Log.open(files.get(i), i, naming, stdin)) {
                synchronized (logs) {
                    logs.add(log);
                }
                playing = log;
                play(log, i, door);
            }
        }
        door.drain(Door.FOR_EVER);
    }

    private void play(Log log, int file, Door door) throws IOException, InterruptedException {
        Pace pace = null;
        for (Line line = log.next(); line != null; line = next(log, door)) {
            switch (line) {
                case Line.Broken no -> {
                    broken++;
                    refusals.add(no.reason(), log.where(log.lineNumber()));
                }
                case Line.Entry entry -> {
                    long now = clock.millis();
                    if (pace == null) {
                        pace = new Pace(speed, entry.at(), now);
                    }
                    shorten(pace, entry.at(), now);
                    for (long wait = pace.wait(entry.at(), now); wait > 0; wait = pace.wait(entry.at(), now)) {
                        nextAt = now + wait;
                        door.flush();
                        Thread.sleep(Math.max(wait, TICK));
                        now = clock.millis();
                    }
                    nextAt = 0;
                    if (entry.cut()) {
                        cut(log);
                    }
                    door.post(
                            entry.video(),
                            stamped(entry.json(), pace.stamp(entry.at(), now)),
                            (long) file << FILE_SHIFT | log.lineNumber());
                }
            }
        }
    }

    private void shorten(Pace pace, long at, long now) {
        if (longestGap != null) {
            pace.leaveOut(Math.max(0, pace.wait(at, now) - TimeUnit.SECONDS.toMillis(longestGap)));
        }
    }

    private static Line next(Log log, Door door) throws IOException, InterruptedException {
        if (log.isDry()) {
            door.flush();
        }
        return log.next();
    }

    private void cut(Log log) {
        cut++;
        if (cutExamples.size() < EXAMPLES) {
            cutExamples.add(log.where(log.lineNumber()));
        }
    }

    private static byte[] stamped(byte[] json, long timestamp) {
        byte[] stamp = (",\"timestamp\":" + timestamp + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[json.length + stamp.length];
        System.arraycopy(json, 0, whole, 0, json.length);
        System.arraycopy(stamp, 0, whole, json.length, stamp.length);
        return whole;
    }

    /** Interrupted already: what is under way gets a last chance. */
    private static void drainQuickly(Door door) {
        try {
            door.drain(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DoorException e) {
            // The report says how much got through.
        }
    }

    private String where(long origin) {
        synchronized (logs) {
            return logs.get((int) (origin >>> FILE_SHIFT)).where(origin & LINE_MASK);
        }
    }

    private String where() {
        Log log = playing;
        if (log == null) {
            return "";
        }
        return log.where(log.lineNumber())
                + (log.percent().isPresent() ? " (" + log.percent().getAsLong() + " %)" : "")
                + gap();
    }

    /** A wait that one might take for a standstill. */
    private String gap() {
        long next = nextAt;
        Duration wait = Duration.ofMillis(next - clock.millis());
        if (next == 0 || wait.compareTo(WORTH_SAYING) < 0) {
            return "";
        }
        String time = wait.toHours() > 0
                ? wait.toHours() + " h " + wait.toMinutesPart() + " min"
                : wait.toMinutes() > 0 ? wait.toMinutes() + " min" : wait.toSeconds() + " s";
        return "  next event in " + time + (longestGap == null ? "; --longest-gap shortens that" : "");
    }

    private int report(Tally tally, String stopped, double seconds) {
        long refused = tally.rejected() + broken;
        out.printf(
                Locale.ROOT,
                "%s in %.1f s: %,d accepted, %,d refused%n",
                stopped == null ? "Replayed" : "Not replayed to the end",
                seconds,
                tally.accepted(),
                refused);
        if (cut > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d comments were longer than 2,000 characters and were cut (%s%s)%n",
                    cut,
                    String.join(", ", cutExamples),
                    cut > cutExamples.size() ? ", …" : "");
        }
        if (refused > 0) {
            out.println("Refused:");
            refusals.lines().forEach(out::println);
        }
        long unknown = tally.posted() - tally.accepted() - tally.rejected();
        if (stopped != null) {
            out.printf(
                    Locale.ROOT,
                    "It ended at %s because %s. Of %,d events it is not known whether they got in.%n",
                    where(),
                    stopped,
                    unknown);
            return NOT_TO_THE_END;
        }
        return refused == 0 ? 0 : REFUSED;
    }

    /** Seven letters and digits that tell this replay from others. */
    private static String run() {
        SecureRandom random = new SecureRandom();
        StringBuilder run = new StringBuilder();
        while (run.length() < 7) {
            run.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return run.toString();
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
