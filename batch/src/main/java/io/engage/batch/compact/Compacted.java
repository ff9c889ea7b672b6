package io.engage.batch.compact;

import io.engage.archive.format.Source;
import io.engage.batch.archive.Archive;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.fs.Path;

/**
 * How far the raw files have been compacted: of each partition the first offset of the last file. It is written when all
 * hours are in place; a run that did not get so far is repeated, which changes nothing that it did.
 */
final class Compacted {
    private static final String NAME = "curated/_compacted.properties";

    private final Archive archive;
    private final Properties last = new Properties();

    private Compacted(Archive archive) {
        this.archive = archive;
    }

    static Compacted read(Archive archive) throws IOException {
        Compacted compacted = new Compacted(archive);
        try (InputStream in = archive.files().open(archive.path(NAME))) {
            compacted.last.load(in);
        } catch (FileNotFoundException e) {
            // Nothing has been compacted yet.
        }
        return compacted;
    }

    boolean holds(Archive.RawFile file) {
        return file.name().first() <= last(file.name().source());
    }

    private long last(Source source) {
        return Long.parseLong(last.getProperty(source.toString(), "-1"));
    }

    void add(List<Archive.RawFile> files) throws IOException {
        for (Archive.RawFile file : files) {
            Source source = file.name().source();
            last.setProperty(
                    source.toString(),
                    Long.toString(Math.max(last(source), file.name().first())));
        }
        Path path = archive.path(NAME);
        try (OutputStream out = archive.files().create(path, true)) {
            last.store(out, "The last raw file of each partition that is compacted, by its first offset");
        }
    }
}
