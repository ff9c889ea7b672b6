package io.engage.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A real Redis as a child process, listening on loopback only and keeping nothing on disk. */
public final class EmbeddedRedis implements AutoCloseable {
    private final RedisServer server;
    private final int port;
    private final Runnable whenClosed;

    private EmbeddedRedis(RedisServer server, int port, Runnable whenClosed) {
        this.server = server;
        this.port = port;
        this.whenClosed = whenClosed;
    }

    /** Starts Redis on the given port, with the given working folder. */
    public static EmbeddedRedis start(Path directory, int port) {
        return start(directory, port, () -> {});
    }

    private static EmbeddedRedis start(Path directory, int port, Runnable whenClosed) {
        try {
            Files.createDirectories(directory);
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("dir " + directory.toAbsolutePath())
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .build();
            server.start();
            return new EmbeddedRedis(server, port, whenClosed);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Redis on port " + port, e);
        }
    }

    /**
     * The command that runs Redis in the foreground, for those who keep the process themselves. Its executable is unpacked
     * into the folder, which must not hold a running one.
     *
     * @throws UncheckedIOException when it cannot be unpacked, or there is none for this system
     */
    public static List<String> command(Path directory, int port) {
        try {
            Files.createDirectories(directory);
            File executable = ExecutableProvider.newJarResourceProvider(
                            directory.toAbsolutePath().toFile())
                    .get();
            return List.of(
                    executable.getPath(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    directory.toAbsolutePath().toString(),
                    "--save",
                    "",
                    "--appendonly",
                    "no");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack Redis into " + directory, e);
        }
    }

    /** Starts Redis on a free port, with a working folder that goes with it. */
    public static EmbeddedRedis startTemporary() {
        return startTemporary(FreePort.find());
    }

    /** Starts Redis on the given port, with a working folder that goes with it. */
    public static EmbeddedRedis startTemporary(int port) {
        TemporaryFolder folder = TemporaryFolder.create("engage-redis");
        return start(folder.path(), port, folder::delete);
    }

    public int port() {
        return port;
    }

    /** What a client takes as its address. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException("Redis on port " + port + " did not stop", e);
        }
        whenClosed.run();
    }
}
