package io.engage.batch.archive;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.FileName;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Raw files as events, one task a few files. A file is read as a whole, a record at a time. */
public final class RawEvents {
    private static final long BYTES_A_TASK = 16L << 20;

    private RawEvents() {}

    /** The events of the files; lines that are no event are passed over (rejected input and points have topics of their own). */
    public static Dataset<ArchivedEvent> read(SparkSession spark, List<Archive.RawFile> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        long bytes = files.stream().mapToLong(Archive.RawFile::length).sum();
        int tasks =
                (int) Math.max(1, Math.min(files.size(), Math.max(context.defaultParallelism(), bytes / BYTES_A_TASK)));
        // The biggest first, dealt out in turn: tasks end at about the same time.
        List<String> addresses = files.stream()
                .sorted(Comparator.comparingLong(Archive.RawFile::length).reversed())
                .map(file -> file.address() + "\n" + file.name().path())
                .toList();
        JavaRDD<ArchivedEvent> events =
                context.parallelize(addresses, tasks).flatMap(address -> new Events(address.split("\n")));
        return spark.createDataset(events.rdd(), Encoders.bean(ArchivedEvent.class));
    }

    /** Reads a raw file through Hadoop's file systems, on whatever machine this runs. */
    public static ArchivedLines open(String address) throws IOException {
        Path path = new Path(address);
        try (InputStream in = path.getFileSystem(SparkHadoopUtil.get().conf()).open(path)) {
            return new ArchivedLines(in.readAllBytes());
        }
    }

    private static final class Events implements Iterator<ArchivedEvent> {
        private final EventParser parser = new EventParser();
        private final FileName name;
        private final ArchivedLines lines;
        private ArchivedEvent next;

        Events(String[] file) throws IOException {
            name = FileName.parse(file[1]).orElseThrow();
            lines = open(file[0]);
            advance();
        }

        private void advance() {
            next = null;
            try {
                while (next == null && lines.next()) {
                    if (parser.read(lines.line()) instanceof Parsed.Accepted accepted) {
                        next = ArchivedEvent.of(accepted.event(), name.source(), lines.offset(), lines.arrival());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(name + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public ArchivedEvent next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            ArchivedEvent event = next;
            advance();
            return event;
        }
    }
}
