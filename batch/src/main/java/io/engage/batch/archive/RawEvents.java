package io.engage.batch.archive;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.FileName;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** The events of raw files, one task a few files; lines that are no event are passed over. */
public final class RawEvents extends Records<ArchivedEvent> {
    private static final long BYTES_A_TASK = 16L << 20;

    private final EventParser parser = new EventParser();
    private final FileName name;
    private HourName hour = HourName.of(0);

    private RawEvents(String address, Configuration hadoop) throws IOException {
        super(address, hadoop);
        name = FileName.parse(address.substring(address.lastIndexOf("/" + FileName.ROOT) + 1))
                .orElseThrow();
    }

    /** The events of the files. */
    public static Dataset<ArchivedEvent> read(SparkSession spark, List<Archive.RawFile> files) {
        return spark.createDataset(records(spark, files, RawEvents::new).rdd(), Encoders.bean(ArchivedEvent.class));
    }

    /** Makes records of the files of any topic. */
    public interface Reading<T> extends Serializable {
        Records<T> open(String address, Configuration hadoop) throws IOException;
    }

    /** What the records of the files are made into; the files are dealt out to tasks, the biggest first, so that these end at about the same time. */
    public static <T> JavaRDD<T> records(SparkSession spark, List<Archive.RawFile> files, Reading<T> reading) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<List<String>> dealt = deal(files, context.defaultParallelism());
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        return context.parallelize(dealt, dealt.size())
                .flatMap(List::iterator)
                .flatMap(address -> reading.open(address, hadoop.value().value()));
    }

    private static List<List<String>> deal(List<Archive.RawFile> files, int cores) {
        long bytes = files.stream().mapToLong(Archive.RawFile::length).sum();
        long tasks = Math.clamp(bytes / BYTES_A_TASK, 1, Math.max(1, files.size()));
        tasks = Math.max(tasks, Math.min(files.size(), cores));
        List<List<String>> dealt = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            dealt.add(new ArrayList<>());
        }
        List<Archive.RawFile> sorted = files.stream()
                .sorted(Comparator.comparingLong(Archive.RawFile::length).reversed())
                .toList();
        for (int i = 0; i < sorted.size(); i++) {
            dealt.get(i % dealt.size()).add(sorted.get(i).address());
        }
        return dealt;
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
