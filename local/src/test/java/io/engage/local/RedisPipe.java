package io.engage.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes to Redis what no service writes yet, or faster than events could. */
final class RedisPipe {
    private final int port;

    RedisPipe(int port) {
        this.port = port;
    }

    /** Sends commands whose answers are one line each, in one go, and waits for all of the answers. */
    void send(List<List<String>> commands) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (List<String> words : commands) {
            bytes.writeBytes(("*" + words.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (String word : words) {
                byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(("$" + utf8.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                bytes.writeBytes(utf8);
                bytes.writeBytes(new byte[] {'\r', '\n'});
            }
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(bytes.toByteArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < commands.size(); i++) {
                StringBuilder line = new StringBuilder();
                for (int b = in.read(); b != '\n'; b = in.read()) {
                    if (b < 0) {
                        throw new EOFException();
                    }
                    line.append((char) b);
                }
                if (line.charAt(0) == '-') {
                    throw new AssertionError("Redis: " + line);
                }
            }
            writer.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
