package io.engage.archive.write;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.LineFile;
import io.engage.archive.format.Source;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A file on its way: lines of one partition and one hour, collected in a nameless file on this machine's disk. The disk's
 * space comes back by itself when the process dies.
 */
final class OpenFile implements AutoCloseable {
    private final Source source;
    private final Path folder;
    private final Hour hour;
    private final long opened;
    private final RandomAccessFile disk;
    private final LineFile lines;
    private boolean finished;

    /**
     * @param from the offset at which reading went on behind the file before
     * @param now the clock, epoch ms
     */
    OpenFile(Source source, Path folder, Hour hour, long from, long now) throws IOException {
        this.source = source;
        this.folder = folder;
        this.hour = hour;
        this.opened = now;
        Path file = folder.resolve(source + "-" + UUID.randomUUID() + ".part");
        this.disk = new RandomAccessFile(file.toFile(), "rw");
        Files.delete(file);
        this.lines = new LineFile(new FileOutputStream(disk.getFD()), from);
    }

    void add(Entry entry) throws IOException {
        lines.add(entry.offset(), entry.arrival(), entry.value());
    }

    /** Whether a record of this arrival belongs into it. */
    boolean takes(long arrival) {
        return Hour.of(arrival).equals(hour);
    }

    boolean isDue(CutRules rules, long now) {
        boolean hourIsOver = opened < hour.end() && now >= hour.end();
        return isFull(rules) || hourIsOver || now - opened >= rules.age().toMillis();
    }

    boolean isFull(CutRules rules) {
        return lines.bytes() >= rules.bytes();
    }

    Extent extent() {
        return lines.extent();
    }

    FileName name() {
        return new FileName(source, hour, extent().first());
    }

    /** Ends it, so that it can be read; it takes no more records. */
    Bucket.Content content() throws IOException {
        if (!finished) {
            lines.finish();
            finished = true;
        }
        return new Bucket.Content(disk.length(), () -> new DiskStream(disk));
    }

    /**
     * The part behind what is held already, as a file of its own.
     *
     * @throws Foreign when what is held is not the beginning of this file
     */
    OpenFile behind(Extent held) throws IOException, Foreign {
        OpenFile rest = new OpenFile(source, folder, hour, held.next(), opened);
        boolean follows = false;
        // Mapped and not read: a file may be as large as the heap.
        try (Arena mapped = Arena.ofConfined();
                ArchivedLines own = new ArchivedLines(disk.getChannel()
                        .map(MapMode.READ_ONLY, 0, content().length(), mapped)
                        .asByteBuffer())) {
            long before = 0;
            while (own.next()) {
                if (own.offset() > held.last()) {
                    rest.lines.add(own.offset(), own.arrival(), own.line());
                } else {
                    before++;
                }
            }
            follows = before == held.count();
        } finally {
            if (!follows) {
                rest.close();
            }
        }
        if (!follows) {
            throw new Foreign();
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        // With it the disk's space comes back, whatever becomes of the lines.
        try (disk) {
            lines.close();
        }
    }

    /** What is held is from another log. */
    static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Reads from the beginning. Not through a channel: the client of the bucket ends an attempt that takes too long by an interrupt, which would
     * close the channel, and with it lose the file.
     */
    private static final class DiskStream extends InputStream {
        private final RandomAccessFile disk;
        private long at;

        DiskStream(RandomAccessFile disk) {
            this.disk = disk;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            disk.seek(at);
            int n = disk.read(bytes, offset, length);
            at += Math.max(0, n);
            return n;
        }
    }
}
