package io.engage.batch.archive;

import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The archive in a bucket or folder, through Hadoop's file systems. */
public final class Archive {
    private final Path root;
    private final FileSystem files;

    /** A raw file with its address. */
    public record RawFile(String address, FileName name, long length) {}

    /**
     * @param address the bucket with its prefix, such as {@code s3a://bucket/prefix}, or a folder
     * @throws IOException when there is no way to it
     */
    public Archive(String address, Configuration configuration) throws IOException {
        this.root = new Path(address);
        this.files = root.getFileSystem(configuration);
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

    /** A path of the archive. */
    public Path path(String name) {
        return new Path(root, name);
    }

    /** The file system it is on. */
    public FileSystem files() {
        return files;
    }
}
