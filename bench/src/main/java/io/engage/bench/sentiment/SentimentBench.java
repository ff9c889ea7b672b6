package io.engage.bench.sentiment;

import com.sun.management.OperatingSystemMXBean;
import io.engage.sentiment.scoring.ChatScorer;
import io.engage.sentiment.scoring.CoreNlpScorer;
import io.engage.sentiment.scoring.Scorer;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Speed, heap and accuracy of both scorers in one run: {@code ./engage bench sentiment}. Each scorer runs in a JVM of its own with the heap that it is meant
 * to live in, on the same texts, without the cache of repeated texts. CPU time is that of the whole process, garbage collection and late compilation
 * included, after a warm-up.
 */
public final class SentimentBench {
    private static final String RESULT = "result\t";
    private static final long WARM_UP_NANOS = 12_000_000_000L;
    private static final long MEASURED_NANOS = 10_000_000_000L;

    private SentimentBench() {}

    /** One scorer and the heap of its JVM. */
    private enum Candidate {
        CHAT("256m"),
        CORENLP("1g");

        private final String heap;

        Candidate(String heap) {
            this.heap = heap;
        }

        Scorer scorer() {
            return switch (this) {
                case CHAT -> new ChatScorer();
                case CORENLP -> new CoreNlpScorer();
            };
        }
    }

    /** @param arguments none for both scorers; {@code run CANDIDATE} inside the JVM of one */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2 && arguments[0].equals("run")) {
            measure(Candidate.valueOf(arguments[1]).scorer());
            return;
        }
        System.out.printf(
                "%-8s %-6s %18s %10s   %-12s %11s %12s %12s %8s%n",
                "scorer", "-Xmx", "comments/CPU s", "heap MB", "texts", "correlation", "3 classes", "of all", "scored");
        List<Double> speeds = new ArrayList<>();
        for (Candidate candidate : Candidate.values()) {
            speeds.add(inOwnJvm(candidate));
        }
        System.out.printf(
                Locale.ROOT,
                "chat scores %.1f times as many comments per CPU second as corenlp%n",
                speeds.get(0) / speeds.get(1));
        System.out.println(
                "3 classes: cut at -0.5 and +0.5 of -4..+4, over scored texts; of all: unscored ones count as neutral.");
    }

    private static double inOwnJvm(Candidate candidate) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + candidate.heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SentimentBench.class.getName(),
                        "run",
                        candidate.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        double speed = 0;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(RESULT)) {
                    String[] cells = line.split("\t", -1);
                    speed = Double.parseDouble(cells[1]);
                    System.out.printf(
                            "%-8s %-6s %18s %10s   %-12s %11s %12s %12s %8s%n",
                            candidate.name().toLowerCase(Locale.ROOT),
                            candidate.heap,
                            cells[1],
                            cells[2],
                            cells[3],
                            cells[4],
                            cells[5],
                            cells[6],
                            cells[7]);
                }
            }
        }
        if (process.waitFor() != 0 || speed == 0) {
            throw new IllegalStateException(
                    "The scorer " + candidate + " failed; corenlp needs a build with the Maven profile corenlp");
        }
        return speed;
    }

    private static void measure(Scorer scorer) {
        List<RatedText> tweets = RatedText.heldOut();
        List<RatedText> chat = RatedText.chat();
        List<RatedText> all = new ArrayList<>(tweets);
        all.addAll(chat);
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        scoreFor(scorer, all, machine, WARM_UP_NANOS);
        long before = machine.getProcessCpuTime();
        long scored = scoreFor(scorer, all, machine, MEASURED_NANOS);
        double seconds = (machine.getProcessCpuTime() - before) / 1e9;
        for (List<RatedText> texts : List.of(tweets, chat)) {
            Agreement agreement = Agreement.of(texts, text -> (scorer.score(text.text()) - 2) * 2);
            System.out.printf(
                    Locale.ROOT,
                    RESULT + "%.0f\t%d\t%s\t%.3f\t%.3f\t%.3f\t%.3f%n",
                    scored / seconds,
                    heapAfterCollection() >> 20,
                    texts == chat ? "rated chat" : "held-out",
                    agreement.correlation(),
                    agreement.accuracy(),
                    agreement.accuracyOfAll(),
                    agreement.scored());
        }
    }

    private static long scoreFor(Scorer scorer, List<RatedText> texts, OperatingSystemMXBean machine, long cpuNanos) {
        long end = machine.getProcessCpuTime() + cpuNanos;
        long scored = 0;
        while (machine.getProcessCpuTime() < end) {
            for (RatedText text : texts) {
                scorer.score(text.text());
            }
            scored += texts.size();
        }
        return scored;
    }

    /** What was left in the heap after the last collection, in bytes. */
    private static long heapAfterCollection() {
        System.gc();
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                used += pool.getCollectionUsage().getUsed();
            }
        }
        return used;
    }
}
