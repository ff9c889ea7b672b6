package io.engage.batch.archive;

import io.engage.archive.format.ArchivedLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the records of one raw file are made into, one after the other. The file is held packed, as it is, and one record of it unpacked.
 *
 * @param <T> what a record is made into
 */
public abstract class Records<T> implements Iterator<T> {
    private final String address;
    private final ArchivedLines lines;
    private long line = -1;
    private T next;

    /** @param hadoop how the file systems are reached */
    protected Records(String address, Configuration hadoop) throws IOException {
        this.address = address;
        this.lines = open(address, hadoop);
    }

    /** Opens a raw file through Hadoop's file systems, on whatever machine this runs. */
    public static ArchivedLines open(String address, Configuration hadoop) throws IOException {
        Path path = new Path(address);
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
            return new ArchivedLines(in.readAllBytes());
        }
    }

    /**
     * Makes something of the record that the lines stand at.
     *
     * @param number its place in the file, from 0
     * @return null when nothing is to be made of it
     */
    protected abstract T read(ArchivedLines record, long number);

    @Override
    public boolean hasNext() {
        try {
            while (next == null && lines.next()) {
                line++;
                next = read(lines, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(address + " cannot be read: " + e.getMessage(), e);
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T made = next;
        next = null;
        return made;
    }
}
