package io.engage.batch;

import io.engage.archive.format.Hour;
import io.engage.batch.archive.Archive;
import io.engage.batch.compact.Compact;
import io.engage.batch.recompute.Recompute;
import io.engage.batch.reconcile.Difference;
import io.engage.batch.reconcile.Difference.Verdict;
import io.engage.batch.reconcile.Reconcile;
import io.engage.batch.restore.Restore;
import io.engage.events.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The jobs over the archive, from the command line: {@code ./engage batch <job>}, or {@code spark-submit} with this class. */
@Command(
        name = "batch",
        description = "Jobs over the archive, on Spark.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "JOB")
public final class Batch implements Runnable {
    private static final Hour LAST = Hour.of(LocalDate.of(9999, 12, 31), 23);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** What all jobs take. */
    static final class Where {
        @Option(
                names = "--archive",
                required = true,
                defaultValue = "${sys:engage.batch.archive}",
                description = "the bucket with its prefix, such as s3a://bucket/prefix, or a folder")
        String address;

        @Option(
                names = "--from",
                converter = FromHour.class,
                description = "the first hour (UTC) by arrival: 2026-11-23 or 2026-11-23T05")
        Hour from = new Hour(0);

        @Option(names = "--to", converter = FromHour.class, description = "the hour before which to end")
        Hour to = LAST;

        Archive archive(SparkSession spark) throws IOException {
            return new Archive(address, spark.sparkContext().hadoopConfiguration());
        }
    }

    private static final class FromHour implements ITypeConverter<Hour> {
        @Override
        public Hour convert(String text) {
            try {
                return text.length() == 10
                        ? Hour.of(LocalDate.parse(text), 0)
                        : Hour.of(LocalDateTime.parse(text + ":00")
                                .toInstant(ZoneOffset.UTC)
                                .toEpochMilli());
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is no hour; write 2026-11-23 or 2026-11-23T05");
            }
        }
    }

    public static void main(String[] arguments) {
        CommandLine batch = new CommandLine(new Batch());
        batch.setExecutionExceptionHandler((exception, line, parsed) -> {
            exception.printStackTrace(line.getErr());
            return 2;
        });
        System.exit(batch.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which job?");
    }

    private static SparkSession spark(String job) {
        SparkSession.Builder builder = SparkSession.builder()
                .appName("engage " + job)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.ui.enabled", System.getProperty("spark.ui.enabled", "false"))
                .config("spark.ui.showConsoleProgress", System.getProperty("spark.ui.showConsoleProgress", "true"))
                .config("spark.sql.parquet.compression.codec", "zstd");
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", 16);
        }
        return builder.getOrCreate();
    }

    @Command(
            name = "compact",
            description =
                    "Writes each event once into hours by its own time, in Parquet; takes what came since the last run.",
            mixinStandardHelpOptions = true)
    int compact(
            @CommandLine.Mixin Where where,
            @Option(names = "--again", description = "also what an earlier run has compacted") boolean again)
            throws IOException {
        try (SparkSession spark = spark("compact")) {
            Instant began = Instant.now();
            Compact.Outcome outcome = new Compact(spark, where.archive(spark)).run(where.from, where.to, again);
            System.out.printf(
                    Locale.ROOT,
                    "%d new raw files; %d hours of topics written; %d distinct events in all; %s%n",
                    outcome.files(),
                    outcome.hours(),
                    outcome.events(),
                    since(began));
            return 0;
        }
    }

    @Command(
            name = "recompute",
            description = "Counts every total once more from the compacted hours, and what was shown every minute.",
            mixinStandardHelpOptions = true)
    int recompute(@CommandLine.Mixin Where where) throws IOException {
        try (SparkSession spark = spark("recompute")) {
            Instant began = Instant.now();
            Dataset<Row> videos = new Recompute(spark, where.archive(spark)).run();
            videos.orderBy(org.apache.spark.sql.functions.desc("views")).show(20, false);
            System.out.printf(Locale.ROOT, "%d videos; %s%n", videos.count(), since(began));
            return 0;
        }
    }

    @Command(
            name = "reconcile",
            description =
                    "Recomputes, and holds the totals against those the portal shows; exit code 1 on an unexplained difference.",
            mixinStandardHelpOptions = true)
    int reconcile(
            @CommandLine.Mixin Where where,
            @Option(
                            names = "--portal",
                            required = true,
                            defaultValue = "${sys:engage.batch.portal}",
                            description = "the portal's address, such as http://127.0.0.1:8080")
                    String portal)
            throws IOException, InterruptedException {
        try (SparkSession spark = spark("reconcile")) {
            Archive archive = where.archive(spark);
            List<Difference> all = new Reconcile(spark, archive, portal).run(new Recompute(spark, archive).run());
            long now = System.currentTimeMillis();
            String row = "%-40s %-9s %12s %12s  %s%n";
            System.out.printf(Locale.ROOT, row, "VIDEO", "FIGURE", "LIVE", "RECOMPUTED", "WHY");
            int unexplained = 0;
            int unsettled = 0;
            int late = 0;
            for (Difference one : all) {
                Verdict verdict = one.verdict(now);
                if (verdict == Verdict.SAME) {
                    continue;
                }
                unexplained += verdict == Verdict.UNEXPLAINED ? 1 : 0;
                unsettled += verdict == Verdict.UNSETTLED ? 1 : 0;
                late += verdict == Verdict.LATE_DUPLICATES ? 1 : 0;
                System.out.printf(
                        Locale.ROOT,
                        row,
                        one.videoId(),
                        one.figure(),
                        one.live(),
                        one.recomputed(),
                        switch (verdict) {
                            case LATE_DUPLICATES -> one.late() + " duplicates more than 2 min apart";
                            case UNSETTLED -> "live, or ended less than 10 min ago";
                            default -> "UNEXPLAINED";
                        });
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d figures compared: %d by duplicates more than 2 min apart, %d not settled, %d unexplained%n",
                    all.size(),
                    late,
                    unsettled,
                    unexplained);
            return unexplained == 0 ? 0 : 1;
        }
    }

    @Command(
            name = "restore",
            description = "Puts archived events back into Kafka, without those that are there.",
            mixinStandardHelpOptions = true)
    int restore(
            @CommandLine.Mixin Where where,
            @Option(
                            names = "--kafka",
                            required = true,
                            defaultValue = "${sys:engage.batch.kafka}",
                            description = "bootstrap servers")
                    String kafka,
            @Option(names = "--to-now", description = "moves the first event's arrival to now, and all others with it")
                    boolean toNow,
            @Option(
                            names = "--shift",
                            description = "moves by this duration, such as PT24H; twice the same is the same",
                            defaultValue = "PT0S")
                    Duration shift,
            @Option(
                            names = "--speed",
                            defaultValue = "0",
                            description = "1 is the original pace, 0 as fast as it goes (default)")
                    double speed)
            throws IOException, InterruptedException {
        Archive archive = new Archive(where.address, new Configuration());
        List<String> topics = List.of(Topics.VIEWS, Topics.REACTIONS, Topics.COMMENTS);
        long by = shift.toMillis();
        if (toNow) {
            Hour first = archive.raw(topics, where.from, where.to).stream()
                    .map(file -> file.name().hour())
                    .min(Hour::compareTo)
                    .orElseThrow(() -> new IOException("Nothing is archived of these hours"));
            by = Math.floorDiv(System.currentTimeMillis() - first.start(), 1000L) * 1000;
        }
        Instant began = Instant.now();
        Restore.Outcome outcome = new Restore(archive, kafka, topics)
                .run(where.from, where.to, by, speed, sent -> System.err.print("\r" + sent + " sent"));
        System.out.printf(
                Locale.ROOT,
                "%n%d events sent, %d were there already; %s%s%n",
                outcome.sent(),
                outcome.there(),
                since(began),
                by == 0 ? "" : "; moved by " + Duration.ofMillis(by));
        return 0;
    }

    private static String since(Instant began) {
        return Duration.between(began, Instant.now()).toMillis() / 1000.0 + " s";
    }
}
