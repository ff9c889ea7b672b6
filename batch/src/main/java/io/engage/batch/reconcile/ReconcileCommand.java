package io.engage.batch.reconcile;

import io.engage.batch.Elapsed;
import io.engage.batch.SparkJob;
import io.engage.batch.archive.Archive;
import io.engage.batch.archive.ArchiveOptions;
import io.engage.batch.recompute.Recompute;
import io.engage.batch.reconcile.Difference.Verdict;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reconcile}; exit code 1 on an unexplained difference. */
@Command(
        name = "reconcile",
        description = "Recomputes, and holds the totals against those the portal shows; exit code 1 on an unexplained"
                + " difference.",
        mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
    private static final String ROW = "%-40s %-9s %12s %12s  %s%n";

    @Mixin
    private ArchiveOptions where;

    @Option(
            names = "--portal",
            paramLabel = "URL",
            required = true,
            defaultValue = "${sys:engage.batch.portal}",
            description = "the portal's address, such as http://127.0.0.1:8080")
    private String portal;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Elapsed elapsed = new Elapsed();
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        try (SparkSession spark = SparkJob.start("reconcile", where)) {
            Archive archive = where.open(spark);
            var videos = new Recompute(spark, archive, System.err::println).run();
            System.err.println("Asking the portal");
            long now = System.currentTimeMillis();
            new Reconcile(spark, archive, portal).run(videos, figure -> {
                Verdict verdict = figure.verdict(now);
                if (verdict != Verdict.SAME && verdicts.keySet().stream().allMatch(Verdict.SAME::equals)) {
                    System.out.printf(Locale.ROOT, ROW, "VIDEO", "FIGURE", "LIVE", "RECOMPUTED", "WHY");
                }
                verdicts.merge(verdict, 1, Integer::sum);
                if (verdict != Verdict.SAME) {
                    System.out.printf(
                            Locale.ROOT,
                            ROW,
                            figure.videoId(),
                            figure.figure(),
                            figure.live(),
                            figure.recomputed(),
                            why(figure, verdict));
                }
            });
        }
        int compared = verdicts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(compared + " figures compared: " + count(verdicts, Verdict.SAME) + " the same, "
                + count(verdicts, Verdict.LATE_DUPLICATES) + " explained by duplicates more than 2 min apart, "
                + count(verdicts, Verdict.UNSETTLED) + " not settled, " + count(verdicts, Verdict.UNEXPLAINED)
                + " unexplained; " + elapsed);
        return verdicts.containsKey(Verdict.UNEXPLAINED) ? 1 : 0;
    }

    private static int count(Map<Verdict, Integer> verdicts, Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    private static String why(Difference figure, Verdict verdict) {
        return switch (verdict) {
            case SAME -> "";
            case LATE_DUPLICATES -> figure.late() + " duplicates more than 2 min apart";
            case UNSETTLED -> "live, or ended less than 10 min ago";
            case UNEXPLAINED -> "UNEXPLAINED";
        };
    }
}
