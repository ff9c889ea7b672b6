package io.engage.local.supervise;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks a server on loopback whether it works, in its own protocol. */
@FunctionalInterface
public interface Probe {
    /** How long a connection or an answer may take. */
    int TIMEOUT_MS = 2_000;

    /** Whether the server answers as a working one does; false too when nobody listens. Takes at most 4 s. */
    boolean answers();

    /** An HTTP server that answers 200 on the path. */
    static Probe http(int port, String path) {
        return () -> {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
                connection.setConnectTimeout(TIMEOUT_MS);
                connection.setReadTimeout(TIMEOUT_MS);
                try {
                    return connection.getResponseCode() == 200;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** A Redis that answers PING with PONG. */
    static Probe redis(int port) {
        return () -> {
            try (Socket socket = connect(port)) {
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                return Arrays.equals(
                        socket.getInputStream().readNBytes(7), "+PONG\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** A Kafka broker that answers the ApiVersions request, version 0, with no error. */
    static Probe kafka(int port) {
        return () -> {
            try (Socket socket = connect(port)) {
                int correlation = 7;
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeInt(2 + 2 + 4 + 2);
                out.writeShort(18);
                out.writeShort(0);
                out.writeInt(correlation);
                out.writeShort(-1);
                out.flush();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                return in.readInt() > 6 && in.readInt() == correlation && in.readShort() == 0;
            } catch (IOException e) {
                return false;
            }
        };
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
