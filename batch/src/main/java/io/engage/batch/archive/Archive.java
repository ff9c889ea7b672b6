package io.engage.batch.archive;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.events.Topics;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** The archive in a bucket or folder, through Hadoop's file systems. */
public final class Archive {
    /** The topics whose records are events. */
    public static final List<String> EVENTS = List.of(Topics.VIEWS, Topics.REACTIONS, Topics.COMMENTS);

    private final Path root;
    private final FileSystem files;

    /** A raw file with its address. */
    public record RawFile(String address, FileName name, long length) {}

    private Archive(Path root, FileSystem files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Opens an archive.
     *
     * @param address the bucket with its prefix, such as {@code s3a://bucket/prefix}, or a folder
     * @throws IOException with a message for people when there is no way to it, or no archive
     */
    public static Archive open(String address, Configuration configuration) throws IOException {
        Path root = new Path(address);
        FileSystem files = root.getFileSystem(configuration);
        if (!files.exists(new Path(root, FileName.ROOT))) {
            throw new FileNotFoundException("There is no archive at " + address + ": it holds no " + FileName.ROOT
                    + "; archive-svc puts its files there");
        }
        // Beside a file on a disk it would be a second one, and the two cannot be replaced at once.
        files.setWriteChecksum(false);
        return new Archive(root, files);
    }

    /** The raw files of the topics in the hours of arrival from the first up to and without the last, in the order of the log. */
    public List<RawFile> raw(Collection<String> topics, Hour from, Hour to) throws IOException {
        List<RawFile> found = new ArrayList<>();
        for (String topic : topics) {
            for (FileStatus day : list(new Path(root, FileName.ROOT + topic))) {
                String dt = day.getPath().getName();
                if (!isWithin(dt, from, to)) {
                    continue;
                }
                for (FileStatus hour : list(day.getPath())) {
                    for (FileStatus file : list(hour.getPath())) {
                        String path = FileName.ROOT + topic + "/" + dt + "/"
                                + hour.getPath().getName() + "/"
                                + file.getPath().getName();
                        Optional<FileName> name = FileName.parse(path);
                        if (name.isPresent()
                                && name.get().hour().compareTo(from) >= 0
                                && name.get().hour().compareTo(to) < 0) {
                            found.add(new RawFile(file.getPath().toString(), name.get(), file.getLen()));
                        }
                    }
                }
            }
        }
        found.sort(Comparator.comparing((RawFile file) -> file.name().source())
                .thenComparingLong(file -> file.name().first()));
        return found;
    }

    private static boolean isWithin(String dt, Hour from, Hour to) {
        try {
            LocalDate day = LocalDate.parse(dt.replaceFirst("^dt=", ""));
            return !day.isBefore(from.day()) && !day.isAfter(to.day());
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private FileStatus[] list(Path folder) throws IOException {
        try {
            return files.listStatus(folder);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    /** Where the compacted hours are. */
    public String curated() {
        return new Path(root, "curated").toString();
    }

    /**
     * Where the compacted hours are, once there are some.
     *
     * @throws IOException with a message for people when nothing is compacted yet
     */
    public String compacted() throws IOException {
        if (!files.exists(path("curated"))) {
            throw new FileNotFoundException("Nothing is compacted yet at " + root + ": run compact first");
        }
        return curated();
    }

    /** A path of the archive. */
    public Path path(String name) {
        return new Path(root, name);
    }

    /**
     * Puts a file in the place of another, which may not be there yet. A reader sees the old one or the new one, never a part: file systems
     * rename, stores replace an object as a whole.
     */
    public void replace(Path from, Path to) throws IOException {
        files.mkdirs(to.getParent());
        switch (files.getUri().getScheme()) {
            case "file" ->
                Files.move(
                        java.nio.file.Path.of(from.toUri().getPath()),
                        java.nio.file.Path.of(to.toUri().getPath()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            case "hdfs" ->
                FileContext.getFileContext(files.getUri(), files.getConf()).rename(from, to, Options.Rename.OVERWRITE);
            default -> copy(from, to);
        }
    }

    private void copy(Path from, Path to) throws IOException {
        FSDataOutputStream out = files.create(to, true);
        try (InputStream in = files.open(from)) {
            in.transferTo(out);
        } catch (IOException e) {
            // To close it would put what came so far in the place of the whole.
            out.abort();
            throw e;
        }
        out.close();
    }

    /** The file system it is on. */
    public FileSystem files() {
        return files;
    }
}
