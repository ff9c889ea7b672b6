package io.engage.local.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where one running system is at home.
 *
 * @param project the folder of the project, with what was built in it
 * @param java the executable that runs the houses
 * @param data everything the system writes
 * @param portOffset added to every port
 */
public record Site(Path project, Path java, Path data, int portOffset) {
    /** A site whose data folder is made when absent, and known by its one real path. */
    public static Site open(Path project, Path java, Path data, int portOffset) {
        try {
            Files.createDirectories(data);
            Site site = new Site(project, java, data.toRealPath(), portOffset);
            Files.createDirectories(site.run());
            Files.createDirectories(site.logs());
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the data folder " + data, e);
        }
    }

    /** The shifted port. */
    public int port(int usual) {
        return usual + portOffset;
    }

    /** {@code 127.0.0.1:} and the shifted port. */
    public String address(int usualPort) {
        return "127.0.0.1:" + port(usualPort);
    }

    /** The folder in which one process keeps its data. */
    public Path folder(String name) {
        return data.resolve(name);
    }

    /** The folder of the pid files. */
    public Path run() {
        return data.resolve("run");
    }

    /** The pid file of one process. */
    public Path pidFile(String name) {
        return run().resolve(name + ".pid");
    }

    /** The folder of the logs. */
    public Path logs() {
        return data.resolve("logs");
    }

    /** The log of one process. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** The file that the one launcher of this data folder holds locked. */
    public Path lock() {
        return data.resolve("up.lock");
    }

    /** What every process of this site has in its command line, and hardly another process. */
    public String mark() {
        return data + "/";
    }
}
