package io.engage.bench.door;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to ingest-svc, kept open: a request is written, its answer read. As little as HTTP/1.1 allows. */
public final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] request = new byte[1024];

    public Connection(int port) throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /**
     * Posts lines of events.
     *
     * @return the status
     */
    public int post(byte[] lines) throws IOException {
        byte[] head = ("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-API-Key: local\r\n"
                        + "Content-Type: application/x-ndjson\r\nContent-Length: " + lines.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        int length = head.length + lines.length;
        if (request.length < length) {
            request = new byte[length];
        }
        // One write, so that the head does not travel alone.
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(lines, 0, request, head.length, lines.length);
        out.write(request, 0, length);
        int status = Integer.parseInt(line().substring(9, 12));
        int body = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                body = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(body);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("ingest-svc closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
