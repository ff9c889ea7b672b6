package io.engage.archive.bucket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a real server, and does what networks and overloaded servers do. */
final class FaultyWire implements AutoCloseable {
    /** What goes wrong with every request. */
    enum Fault {
        NONE,
        /** The server says that it has too much to do. */
        BUSY,
        /** The server takes the connection and then neither reads nor answers. */
        SILENT,
        /** The connection breaks when half of the request is through. */
        BREAKS_HALF_WAY,
        /** The server does what it was asked to, and the answer gets lost. */
        LOSES_THE_ANSWER
    }

    private static final String SLOW_DOWN =
            "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>";

    private final ServerSocket door;
    private final int server;
    private final int half;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /**
     * @param server the port of the real server
     * @param half so many bytes of a request are half of it
     */
    FaultyWire(int server, int half) {
        this.server = server;
        this.half = half;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** From now on; connections from before are cut. */
    void set(Fault next) {
        fault = next;
        open.forEach(FaultyWire::cut);
        open.clear();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = door.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client, fault));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client, Fault now) {
        try (client) {
            switch (now) {
                case SILENT -> Thread.sleep(60_000);
                case BUSY -> {
                    // The whole head is read, else the client meets a broken connection rather than the answer.
                    readHead(client.getInputStream());
                    byte[] answer = ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                                    + "Content-Length: " + SLOW_DOWN.length() + "\r\n\r\n" + SLOW_DOWN)
                            .getBytes(StandardCharsets.US_ASCII);
                    client.getOutputStream().write(answer);
                    client.shutdownOutput();
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
                case NONE, BREAKS_HALF_WAY, LOSES_THE_ANSWER -> pass(client, now);
            }
        } catch (IOException e) {
            // That is what it is for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void pass(Socket client, Fault now) throws IOException {
        try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), server)) {
            open.add(onward);
            Thread requests = Thread.ofVirtual().start(() -> {
                try {
                    int left = now == Fault.BREAKS_HALF_WAY ? half : Integer.MAX_VALUE;
                    copy(client.getInputStream(), onward.getOutputStream(), left);
                } catch (IOException e) {
                    // The other direction ends with it.
                }
                cut(onward);
            });
            InputStream answers = onward.getInputStream();
            OutputStream back = client.getOutputStream();
            if (now == Fault.LOSES_THE_ANSWER) {
                // What asks for the body to be sent is no answer yet.
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                byte[] buffer = new byte[8192];
                for (int n; (n = answers.read(buffer)) > 0; ) {
                    answer.write(buffer, 0, n);
                    if (!answer.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 100")) {
                        break;
                    }
                    back.write(buffer, 0, n);
                    answer.reset();
                }
                cut(client);
            } else {
                copy(answers, back, Integer.MAX_VALUE);
            }
            cut(client);
            requests.join();
            open.remove(onward);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(InputStream from, OutputStream to, int most) throws IOException {
        byte[] buffer = new byte[4096];
        int left = most;
        for (int n; left > 0 && (n = from.read(buffer, 0, Math.min(buffer.length, left))) > 0; left -= n) {
            to.write(buffer, 0, n);
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int ends = 0;
        for (int b; ends < 4 && (b = in.read()) >= 0; ) {
            ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        set(Fault.NONE);
    }
}
