package io.engage.bench.load;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the generated load is like. The same settings make the same events, but for the time they are stamped with. */
public final class Workload {
    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "4000000",
            description = "events of views and reactions (default: ${DEFAULT-VALUE})")
    public long events;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "1000",
            description = "videos, 1 to 10,000,000 (default: ${DEFAULT-VALUE})")
    public int videos;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "100000",
            description = "sessions open at once, once there were enough plays (default: ${DEFAULT-VALUE})")
    public int sessions;

    @Option(
            names = "--hot",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "share of the events that one video has, 0 to 1; else popularity falls as 1/rank (default: ${DEFAULT-VALUE})")
    public double hot;

    @Option(
            names = "--views",
            paramLabel = "SHARE",
            defaultValue = "0.6",
            description = "share of the views, the others are reactions (default: ${DEFAULT-VALUE})")
    public double views;

    @Option(
            names = "--heartbeats",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "share of the heartbeats among the views (default: ${DEFAULT-VALUE})")
    public double heartbeats;

    @Option(
            names = "--comments",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description = "comments per event of the others (default: ${DEFAULT-VALUE})")
    public double comments;

    @Option(
            names = "--duplicates",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "share of the events that come once more (default: ${DEFAULT-VALUE})")
    public double duplicates;

    @Option(
            names = "--event-rate",
            paramLabel = "N",
            defaultValue = "400000",
            description = "events a second by their time stamps (default: ${DEFAULT-VALUE})")
    public long rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "begins the random numbers (default: ${DEFAULT-VALUE})")
    public long seed;

    /** What the command line has without options. */
    public static Workload usual() {
        Workload workload = new Workload();
        new CommandLine(CommandSpec.create().addMixin("workload", CommandSpec.forAnnotatedObject(workload)))
                .parseArgs();
        return workload;
    }

    /** Complains when a setting is out of range. */
    public void check() {
        if (videos < 1 || videos > 10_000_000) {
            throw new IllegalArgumentException("--videos is from 1 to 10000000, not " + videos);
        }
        if (events < 1 || sessions < 0 || rate < 1) {
            throw new IllegalArgumentException("--events and --event-rate are at least 1, --sessions at least 0");
        }
        for (double share : new double[] {hot, views, heartbeats, comments, duplicates}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
            }
        }
    }
}
