package io.engage.archive.verify;

import io.engage.archive.bucket.Connection;
import io.engage.archive.format.Hour;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Lists for every partition what the bucket holds; exit code 1 when something is missing or there twice. */
@Command(
        name = "./engage archive verify",
        description = "Lists for every partition the offsets that are archived.",
        footer = {
            "Without --bucket and --endpoint: the archive of ./engage up, --data DIR names its folder.",
            "Exit code 1 on a gap or an overlap, 2 when the bucket cannot be read."
        })
public final class VerifyCommand implements Callable<Integer> {
    @Option(names = "--bucket", defaultValue = "engage-archive", description = "default: ${DEFAULT-VALUE}")
    private String bucket;

    @Option(names = "--prefix", defaultValue = "", description = "what all names in the bucket begin with")
    private String prefix;

    @Option(
            names = "--endpoint",
            defaultValue = "${sys:engage.archive.endpoint}",
            description = "the address of an S3-compatible store; AWS's own when absent")
    private URI endpoint;

    @Option(
            names = "--path-style",
            defaultValue = "${sys:engage.archive.path-style}",
            description = "the bucket's name goes into the path")
    private boolean pathStyle;

    @Option(names = "--region", defaultValue = "us-east-1", description = "default: ${DEFAULT-VALUE}")
    private String region;

    @Option(
            names = "--from",
            description = "the first hour (UTC) by arrival: 2026-11-23 or 2026-11-23T05; default: the first there is")
    private Hour from = Hour.FIRST;

    @Option(names = "--to", description = "the hour before which to end, as in --from; default: no end")
    private Hour to = Hour.END;

    @Option(names = "--read", description = "reads every file as a whole and holds it against its metadata")
    private boolean read;

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new VerifyCommand());
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("says this")
                        .build());
        command.registerConverter(Hour.class, VerifyCommand::hour);
        command.setExecutionExceptionHandler((exception, line, parsed) -> {
            line.getErr().println(exception.getMessage() == null ? exception.toString() : exception.getMessage());
            return 2;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Chain> chains;
        try (S3Client s3 =
                new Connection(Optional.ofNullable(endpoint), region, pathStyle, Duration.ofMinutes(2)).open()) {
            chains = Chain.of(new Shelf(s3, bucket, prefix).list(from, to, read));
        } catch (SdkException e) {
            throw new IOException("The bucket " + bucket + " cannot be read: " + e.getMessage(), e);
        }
        print(chains);
        return chains.stream().allMatch(Chain::isClean) ? 0 : 1;
    }

    private static Hour hour(String text) {
        try {
            return Hour.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static void print(List<Chain> chains) {
        String row = "%-24s %9s %12s  %s%n";
        System.out.printf(Locale.ROOT, row, "PARTITION", "FILES", "RECORDS", "OFFSETS");
        long records = 0;
        long files = 0;
        int gaps = 0;
        int overlaps = 0;
        for (Chain chain : chains) {
            System.out.printf(
                    Locale.ROOT,
                    row,
                    chain.source(),
                    chain.files(),
                    chain.records(),
                    String.join(
                            ", ", chain.ranges().stream().map(Object::toString).toList()));
            chain.gaps().forEach(gap -> System.out.println("  GAP      " + gap));
            chain.overlaps().forEach(overlap -> System.out.println("  OVERLAP  " + overlap));
            records += chain.records();
            files += chain.files();
            gaps += chain.gaps().size();
            overlaps += chain.overlaps().size();
        }
        System.out.printf(
                Locale.ROOT,
                "%d partitions, %d files, %d records, %d gaps, %d overlaps%n",
                chains.size(),
                files,
                records,
                gaps,
                overlaps);
    }
}
