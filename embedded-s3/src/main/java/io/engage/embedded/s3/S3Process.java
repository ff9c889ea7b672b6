package io.engage.embedded.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 over a folder, on loopback only and open to all on this machine: a bucket is a folder, an object is a file, its metadata are the
 * file's extended attributes. Runs until it is asked to end.
 */
public final class S3Process {
    private static final int THREADS = 8;

    private S3Process() {}

    /** Takes the folder, which is made when absent, and the port. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("It takes a folder and a port");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0])).toRealPath();
        checkAttributes(folder);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + Integer.parseInt(arguments[1])))
                .awsAuthentication(AuthenticationType.NONE, null, null)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .build();
        proxy.start();
        System.out.println("S3 on port " + proxy.getPort() + " keeps its buckets in " + folder);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                proxy.stop();
                            } catch (Exception e) {
                                System.err.println("S3 did not end cleanly: " + e);
                            }
                        },
                        "end"));
        Thread.currentThread().join();
    }

    /** Without them files would lose their metadata, which says what they hold. */
    private static void checkAttributes(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".attributes", null);
        try {
            Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class)
                    .write("probe", ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException | UnsupportedOperationException | NullPointerException e) {
            throw new IOException(
                    "The file system of " + folder + " keeps no extended attributes, and so no metadata of objects;"
                            + " use a folder on another one",
                    e);
        } finally {
            Files.delete(probe);
        }
    }
}
