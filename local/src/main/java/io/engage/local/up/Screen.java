package io.engage.local.up;

import io.engage.local.supervise.Program;
import io.engage.local.supervise.Watcher;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@code ./engage up} shows: a line per process while they start, rewritten in place on a terminal and one after the other
 * elsewhere; the addresses once all are ready; and from then on a line for what happens.
 */
final class Screen implements Watcher {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final boolean terminal;
    private final Site site;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    private Runnable onceUp = () -> {};
    private Consumer<Program> onEarlyDeath = program -> {};
    private int stillStarting;
    private boolean drawn;
    private boolean announced;

    Screen(PrintStream out, boolean terminal, Site site, List<House> houses) {
        this.out = out;
        this.terminal = terminal;
        this.site = site;
        this.stillStarting = houses.size();
        houses.forEach(house -> lines.put(house.name(), "waiting"));
    }

    /** What is to be run when all processes work for the first time. */
    void onceUp(Runnable then) {
        onceUp = then;
    }

    /** What is to be done with a program that dies before all work for the first time. */
    void onEarlyDeath(Consumer<Program> then) {
        onEarlyDeath = then;
    }

    /** Shows a line with the time of day. Any thread may call it. */
    void tell(String text) {
        out.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + " " + text);
        out.flush();
    }

    void leftovers(List<String> ended) {
        if (!ended.isEmpty()) {
            out.println("Ended what an earlier run left behind: " + String.join(", ", ended));
        }
    }

    @Override
    public void starting(Program program) {
        if (!announced) {
            progress(program, "starting");
        }
    }

    @Override
    public void ready(Program program, Duration after) {
        if (announced) {
            tell(program.name() + " is ready again after " + seconds(after));
            return;
        }
        stillStarting--;
        progress(program, "ready in " + seconds(after));
        if (stillStarting == 0) {
            announced = true;
            announce();
            onceUp.run();
        }
    }

    @Override
    public void died(Program program, String how, Duration again) {
        String message = "died (" + how + "), starts again in " + seconds(again) + "; its log: " + program.log();
        if (announced) {
            tell(program.name() + " " + message);
        } else {
            progress(program, message);
            onEarlyDeath.accept(program);
        }
    }

    @Override
    public void trouble(Program program, String message) {
        tell(program.name() + ": " + message);
    }

    @Override
    public void ending() {
        out.println();
        tell("Ending all");
    }

    @Override
    public void ended(Program program, boolean killed) {
        if (killed) {
            tell(program.name() + " did not end when asked and was killed");
        }
    }

    private void progress(Program program, String state) {
        lines.put(program.name(), state);
        if (!terminal) {
            out.println(line(program.name(), state));
            return;
        }
        if (drawn) {
            out.printf(Locale.ROOT, "\033[%dA\033[J", lines.size());
        }
        drawn = true;
        lines.forEach((name, itsState) -> out.println(line(name, itsState)));
    }

    private static String line(String name, String state) {
        return String.format(Locale.ROOT, "  %-14s %s", name, state);
    }

    // The format of date, in the example.
    @SuppressWarnings("OrphanedFormatString")
    private void announce() {
        Duration after = Duration.ofNanos(System.nanoTime() - began);
        String ingest = "http://" + site.address(Houses.INGEST);
        String portal = "http://" + site.address(Houses.PORTAL);
        out.println();
        out.println("Engage is up after " + seconds(after) + ".");
        out.println();
        if (lines.containsKey("portal")) {
            out.println("  Portal      " + portal + "/");
        }
        if (lines.containsKey("ingest-svc")) {
            out.println("  Post        curl -H 'X-API-Key: local' -H 'Content-Type: application/json' " + ingest
                    + "/v1/events \\");
            out.println(
                    "                -d '{\"event_type\":\"play\",\"video_id\":\"v1\",\"user_id\":\"u1\",\"timestamp\":'"
                            + "$(date +%s)000'}'");
        }
        if (lines.containsKey("portal")) {
            out.println("  Read back   curl " + portal + "/api/videos/v1");
        }
        out.println("  Logs        " + site.logs());
        out.println();
        out.println("Ctrl-C ends all of it.");
        out.flush();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
