package io.engage.archive.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a file of the archive: the value of each record as one line, unchanged, compressed with gzip; behind the lines,
 * where no reader of gzip sees them, offset and arrival of each.
 *
 * <p>A value with a line feed in it cannot be one line. JSON has line feeds between its tokens only, so a space in its place
 * says the same; no value of Engage's own has one. A record without a value is the line {@code null}.
 */
public final class LineFile implements AutoCloseable {
    /** Half of the time of the default level for a tenth more bytes. */
    private static final int LEVEL = 3;

    private static final byte[] NONE = {'n', 'u', 'l', 'l'};

    private final OutputStream out;
    private final Gzip gzip;
    private final Runs runs = new Runs();
    private final byte[] buffer = new byte[32 * 1024];
    private int buffered;

    private final long from;
    private long first = -1;
    private long last = -1;
    private long count;
    private long firstArrival;
    private long lastArrival;
    private long bytes;

    /** Not so while a call writes, nor after one that could not end. */
    private boolean whole = true;

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, 16 * 1024);
            def.setLevel(LEVEL);
        }
    }

    /**
     * @param out closed with this
     * @param from see {@link Extent}
     */
    public LineFile(OutputStream out, long from) throws IOException {
        this.out = new BufferedOutputStream(out, 16 * 1024);
        this.gzip = new Gzip(this.out);
        this.from = from;
    }

    /**
     * Adds a record; offsets grow. The value may be null.
     *
     * @throws IOException when it cannot be written, or an earlier call could not write: part of that may be in the file
     */
    public void add(long offset, long arrival, byte[] value) throws IOException {
        if (offset <= last || offset < from) {
            throw new IllegalArgumentException("Offset " + offset + " comes after " + Math.max(last, from));
        }
        beginWriting();
        byte[] line = value == null ? NONE : value;
        if (line.length + 1 > buffer.length - buffered) {
            flushLines();
        }
        if (line.length + 1 > buffer.length) {
            gzip.write(oneLine(line.clone(), 0, line.length));
            gzip.write('\n');
        } else {
            System.arraycopy(line, 0, buffer, buffered, line.length);
            oneLine(buffer, buffered, line.length);
            buffered += line.length;
            buffer[buffered++] = '\n';
        }
        runs.add(offset, arrival);
        if (count == 0) {
            first = offset;
            firstArrival = arrival;
        }
        last = offset;
        lastArrival = arrival;
        count++;
        bytes += line.length + 1L;
        whole = true;
    }

    private void beginWriting() throws IOException {
        if (!whole) {
            throw new IOException("An earlier record could not be written as a whole");
        }
        whole = false;
    }

    private static byte[] oneLine(byte[] line, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (line[i] == '\n') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private void flushLines() throws IOException {
        gzip.write(buffer, 0, buffered);
        buffered = 0;
    }

    /** How many bytes the lines have, before compression. */
    public long bytes() {
        return bytes;
    }

    /** What it holds; it must hold something. */
    public Extent extent() {
        return new Extent(from, first, last, count, firstArrival, lastArrival);
    }

    /**
     * Writes what belongs behind the lines. Nothing can be added after it.
     *
     * @throws IOException as {@link #add} does
     */
    public void finish() throws IOException {
        beginWriting();
        flushLines();
        gzip.finish();
        out.write(Trailer.of(runs.toBytes()));
        out.flush();
        whole = true;
    }

    @Override
    public void close() throws IOException {
        gzip.close();
    }
}
