package io.engage.portal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes on what is said to a server on loopback, and resets connections as a killed container's network does. */
final class ResettingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean resetting;

    ResettingProxy(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Whether connections are reset: those that are open at once, and new ones after the first answer. */
    void resetFromNowOn(boolean reset) {
        resetting = reset;
        if (reset) {
            open.forEach(ResettingProxy::reset);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket upstream = new Socket(door.getInetAddress(), server);
                open.add(client);
                Thread.startVirtualThread(() -> pass(client, upstream, false));
                Thread.startVirtualThread(() -> pass(upstream, client, true));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                to.getOutputStream().write(bytes, 0, n);
                if (answers && resetting) {
                    reset(to);
                }
            }
        } catch (IOException e) {
            // One of both has gone, and so goes the other.
        } finally {
            open.remove(answers ? to : from);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has gone already.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(ResettingProxy::reset);
    }
}
