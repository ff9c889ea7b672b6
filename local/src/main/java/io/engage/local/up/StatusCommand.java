package io.engage.local.up;

import io.engage.local.Engage;
import io.engage.local.supervise.PidFile;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the processes of a running system; exit code 1 when one of them is down, or nothing runs. */
@Command(
        name = "status",
        description = "Shows each process: id, port, health, uptime, memory. Exit code 1 when one is down.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private SiteOptions where;

    private record Row(String name, String pid, String port, String health, String uptime, OptionalLong memoryKb) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%-14s %8s %6s  %-11s %9s %9s",
                    name,
                    pid,
                    port,
                    health,
                    uptime,
                    memoryKb.isPresent() ? memoryKb.getAsLong() / 1024 + " MB" : "-");
        }
    }

    @Override
    public Integer call() {
        Path data = where.data();
        Optional<Note> note = Note.ofRunning(data);
        Optional<ProcessHandle> launcher = note.flatMap(Note::launcher);
        if (note.isEmpty() || launcher.isEmpty()) {
            System.out.println("Engage is not up on " + data + ". ./engage up starts it.");
            return Engage.FAILED;
        }
        Site site = Site.open(
                SiteOptions.project(), SiteOptions.java(), data, note.get().portOffset());
        List<House> houses = Houses.without(note.get().without());
        System.out.println(String.format(
                Locale.ROOT, "%-14s %8s %6s  %-11s %9s %9s", "NAME", "PID", "PORT", "HEALTH", "UPTIME", "MEMORY"));
        boolean allUp = true;
        long totalKb = 0;
        for (House house : houses) {
            Row row = row(house, site);
            allUp &= row.health.equals("up");
            totalKb += row.memoryKb.orElse(0);
            System.out.println(row.text());
        }
        OptionalLong own = residentKb(launcher.get().pid());
        totalKb += own.orElse(0);
        System.out.println(
                new Row("launcher", Long.toString(launcher.get().pid()), "-", "up", uptime(launcher.get()), own)
                        .text());
        System.out.println("All together " + totalKb / 1024 + " MB; data and logs in " + site.data());
        return allUp ? 0 : Engage.FAILED;
    }

    private static Row row(House house, Site site) {
        String port = house.port().isPresent()
                ? Integer.toString(site.port(house.port().getAsInt()))
                : "-";
        return new PidFile(site.pidFile(house.name()))
                .process(site.mark())
                .map(process -> new Row(
                        house.name(),
                        Long.toString(process.pid()),
                        port,
                        house.health().apply(site).answers() ? "up" : "not ready",
                        uptime(process),
                        residentKb(process.pid())))
                .orElseGet(() -> new Row(house.name(), "-", port, "down", "-", OptionalLong.empty()));
    }

    private static String uptime(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .map(lived -> lived.toHours() > 0
                        ? lived.toHours() + "h" + lived.toMinutesPart() + "m"
                        : lived.toMinutesPart() + "m" + lived.toSecondsPart() + "s")
                .orElse("-");
    }

    /** Resident memory, from {@code /proc} where there is one, else from {@code ps}. */
    private static OptionalLong residentKb(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            if (Files.exists(status)) {
                return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst();
            }
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return ps.waitFor(5, TimeUnit.SECONDS) && ps.exitValue() == 0
                    ? OptionalLong.of(Long.parseLong(answer.strip()))
                    : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
