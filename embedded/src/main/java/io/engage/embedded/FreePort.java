package io.engage.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports on loopback that nobody listens on, at random and below those that systems give to outgoing connections and to whoever
 * asks for any port: until it is used, nobody is likely to get the same.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int END = 17_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** A port that was free a moment ago. */
    public static int find() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Another one.
            } catch (IOException e) {
                throw new UncheckedIOException("No port can be had on loopback", e);
            }
        }
        throw new IllegalStateException("No port from " + FIRST + " to " + (END - 1) + " is free on loopback");
    }
}
