package io.engage.bench.sentiment;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One connection to Redis that reads fields of hashes, in Redis' own protocol. */
final class RedisLine implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    RedisLine(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** The named fields of a hash, absent ones left out; key and names without spaces. */
    Map<String, String> hash(String key, String... names) throws IOException {
        String command = "HMGET " + key + " " + String.join(" ", names) + "\r\n";
        socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
        length('*');
        Map<String, String> fields = new HashMap<>();
        for (String name : names) {
            int length = length('$');
            if (length >= 0) {
                fields.put(name, new String(in.readNBytes(length), StandardCharsets.UTF_8));
                in.skipNBytes(2);
            }
        }
        return fields;
    }

    private int length(char type) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis has closed the connection");
            }
            line.append((char) c);
        }
        if (line.charAt(0) != type) {
            throw new IOException("Redis answered " + line);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
