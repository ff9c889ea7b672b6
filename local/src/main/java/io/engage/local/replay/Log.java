package io.engage.local.replay;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/** A log that is being read: a file, packed by gzip or not, or the standard input. Its form is that of its first line. */
final class Log implements AutoCloseable {
    private static final String STDIN = "-";
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    private final String name;
    private final int index;
    private final Naming naming;
    private final OptionalLong size;
    private final Counting raw;
    private final Lines lines;
    private LogForm form;

    private Log(String name, int index, Naming naming, OptionalLong size, InputStream in) throws IOException {
        this.name = name;
        this.index = index;
        this.naming = naming;
        this.size = size;
        raw = new Counting(in);
        lines = new Lines(unpacked(raw));
    }

    /**
     * Opens a log.
     *
     * @param file a path, or {@code -} for the standard input
     * @param index its place among the logs of the replay
     */
    static Log open(String file, int index, Naming naming, InputStream stdin) throws IOException {
        if (file.equals(STDIN)) {
            return new Log("standard input", index, naming, OptionalLong.empty(), stdin);
        }
        Path path = Path.of(file);
        InputStream in = Files.newInputStream(path);
        try {
            return new Log(path.getFileName().toString(), index, naming, OptionalLong.of(Files.size(path)), in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next line that says something; null at the end. */
    Line next() throws IOException {
        do {
            if (!lines.next()) {
                return null;
            }
        } while (lines.isBlank());
        if (lines.isTooLong()) {
            return new Line.Broken("the line is longer than " + Lines.LONGEST + " bytes");
        }
        if (form == null) {
            form = form();
        }
        return form.read(lines.bytes(), lines.length(), naming.ofLine(index, lines.number()));
    }

    /** Whether the next line may have to be waited for. */
    boolean isDry() throws IOException {
        return lines.isDry();
    }

    /** The number of the line that was read last. */
    long lineNumber() {
        return lines.number();
    }

    /** How people find a line of it. */
    String where(long line) {
        return name + ":" + line;
    }

    /** The share that has been read, from 0 to 1; empty when its size is not known. */
    OptionalLong percent() {
        return size.isEmpty() || size.getAsLong() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Math.min(100, 100 * raw.count / size.getAsLong()));
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    private LogForm form() {
        String first = new String(lines.bytes(), 0, lines.length(), StandardCharsets.UTF_8);
        return ChatLog.isOne(first) ? new ChatLog(naming, withoutExtension(name)) : new JsonLog(naming);
    }

    private static String withoutExtension(String name) {
        String stem = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        int dot = stem.lastIndexOf('.');
        return dot > 0 ? stem.substring(0, dot) : stem;
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean packed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        return packed ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    /** Counts what is read, which another thread may look at. */
    private static final class Counting extends FilterInputStream {
        private volatile long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            add(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            add(Math.max(0, n));
            return n;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the stream
        private void add(int n) {
            count += n;
        }
    }
}
