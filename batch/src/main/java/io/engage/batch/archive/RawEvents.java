package io.engage.batch.archive;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.FileName;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The events of raw files, one task a few files; lines that are no event are passed over. */
public final class RawEvents extends Records<ArchivedEvent> {
    private static final long BYTES_A_TASK = 16L << 20;

    private final EventParser parser = new EventParser();
    private final FileName name;
    private HourName hour = HourName.of(0);

    private RawEvents(String address) throws IOException {
        super(address);
        name = FileName.parse(address.substring(address.lastIndexOf("/" + FileName.ROOT) + 1))
                .orElseThrow();
    }

    /** The events of the files. */
    public static Dataset<ArchivedEvent> read(SparkSession spark, List<Archive.RawFile> files) {
        return spark.createDataset(
                addresses(spark, files).flatMap(RawEvents::new).rdd(), Encoders.bean(ArchivedEvent.class));
    }

    /** The addresses of the files, dealt out to tasks, the biggest files first, so that tasks end at about the same time. */
    public static JavaRDD<String> addresses(SparkSession spark, List<Archive.RawFile> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        long bytes = files.stream().mapToLong(Archive.RawFile::length).sum();
        int tasks = (int) Math.clamp(bytes / BYTES_A_TASK, 1L, Math.max(1, files.size()));
        tasks = Math.max(tasks, Math.min(files.size(), context.defaultParallelism()));
        List<List<String>> dealt = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            dealt.add(new ArrayList<>());
        }
        List<Archive.RawFile> sorted = files.stream()
                .sorted(Comparator.comparingLong(Archive.RawFile::length).reversed())
                .toList();
        for (int i = 0; i < sorted.size(); i++) {
            dealt.get(i % tasks).add(sorted.get(i).address());
        }
        return context.parallelize(dealt, tasks).flatMap(List::iterator);
    }

    /** Of a file that says neither offsets nor arrivals, the offset follows from the place in the file and the arrival is the event's own time. */
    @Override
    protected ArchivedEvent read(ArchivedLines record, long number) {
        if (!(parser.read(record.line()) instanceof Parsed.Accepted accepted)) {
            return null;
        }
        long time = accepted.event().timestamp();
        hour = hour.at(time);
        boolean foreign = record.offset() == ArchivedLines.UNKNOWN;
        return ArchivedEvent.of(
                accepted.event(),
                name.source(),
                foreign ? name.first() + number : record.offset(),
                foreign ? time : record.arrival(),
                hour);
    }
}
