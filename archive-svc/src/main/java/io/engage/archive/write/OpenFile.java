package io.engage.archive.write;

import io.engage.archive.format.ArchivedLines;
import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.LineFile;
import io.engage.archive.format.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final FileChannel disk;
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
        this.disk = FileChannel.open(
                folder.resolve(source + "-" + UUID.randomUUID() + ".part"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        OutputStream out = Channels.newOutputStream(disk);
        this.lines = new LineFile(out, from);
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
        return new Bucket.Content(disk.size(), () -> new DiskStream(disk));
    }

    /**
     * The part behind what is held already, as a file of its own.
     *
     * @throws Foreign when what is held is not the beginning of this file
     */
    OpenFile behind(Extent held) throws IOException, Foreign {
        OpenFile rest = new OpenFile(source, folder, hour, held.next(), opened);
        // Mapped and not read: a file may be as large as the heap.
        try (Arena mapped = Arena.ofConfined();
                ArchivedLines own = new ArchivedLines(
                        disk.map(MapMode.READ_ONLY, 0, content().length(), mapped)
                                .asByteBuffer())) {
            long before = 0;
            while (own.next()) {
                if (own.offset() > held.last()) {
                    rest.lines.add(own.offset(), own.arrival(), own.line());
                } else {
                    before++;
                }
            }
            if (before != held.count()) {
                rest.close();
                throw new Foreign();
            }
        }
        return rest;
    }

    @Override
    public void close() throws IOException {
        if (disk.isOpen()) {
            lines.close();
            disk.close();
        }
    }

    /** What is held is from another log. */
    static final class Foreign extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Reads from the beginning without moving the channel. */
    private static final class DiskStream extends InputStream {
        private final FileChannel disk;
        private long at;

        DiskStream(FileChannel disk) {
            this.disk = disk;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int n = disk.read(ByteBuffer.wrap(bytes, offset, length), at);
            if (n > 0) {
                at += n;
            }
            return n;
        }
    }
}
