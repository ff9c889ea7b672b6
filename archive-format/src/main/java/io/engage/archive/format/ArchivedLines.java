package io.engage.archive.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file of the archive, record by record. Offsets and arrivals are known of files with their trailer; lines of any
 * other gzip file have neither.
 */
public final class ArchivedLines implements AutoCloseable {
    /** The offset or arrival that is not known. */
    public static final long UNKNOWN = -1;

    private final InputStream in;
    private final Runs.Cursor runs;
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private byte[] line;

    /** @param file all of its bytes */
    public ArchivedLines(byte[] file) throws IOException {
        this(ByteBuffer.wrap(file));
    }

    /** @param file all of its bytes, such as a file that is mapped into memory; its position is left alone */
    public ArchivedLines(ByteBuffer file) throws IOException {
        Optional<byte[]> trailer = Trailer.find(file);
        this.runs = trailer.map(Runs.Cursor::new).orElse(null);
        this.in = new GZIPInputStream(new BufferStream(file.slice()), 32 * 1024);
    }

    /**
     * Steps to the next record; false behind the last.
     *
     * @throws IOException when the file is damaged
     */
    public boolean next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    line = Arrays.copyOfRange(buffer, start, i);
                    start = i + 1;
                    step();
                    return true;
                }
            }
            searched = end - start;
            if (!fill()) {
                break;
            }
        }
        if (end > start) {
            line = Arrays.copyOfRange(buffer, start, end);
            start = end;
            step();
            return true;
        }
        if (runs != null && runs.next()) {
            throw new IOException("The file holds fewer lines than it says");
        }
        return false;
    }

    private void step() throws IOException {
        if (runs != null && !runs.next()) {
            throw new IOException("The file holds more lines than it says");
        }
    }

    /** Moves the begun line to the buffer's beginning and reads behind it. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int n = in.read(buffer, end, buffer.length - end);
        if (n < 0) {
            return false;
        }
        end += n;
        return true;
    }

    /** The record's value. */
    public byte[] line() {
        return line;
    }

    /** The record's offset, or {@link #UNKNOWN}. */
    public long offset() {
        return runs == null ? UNKNOWN : runs.offset();
    }

    /** When the record arrived, epoch ms, or {@link #UNKNOWN}. */
    public long arrival() {
        return runs == null ? UNKNOWN : runs.arrival();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class BufferStream extends InputStream {
        private final ByteBuffer bytes;

        BufferStream(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int n = Math.min(length, bytes.remaining());
            bytes.get(into, offset, n);
            return n == 0 ? -1 : n;
        }

        /** By this {@link GZIPInputStream} knows whether another member follows. */
        @Override
        public int available() {
            return bytes.remaining();
        }
    }
}
