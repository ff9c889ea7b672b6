package io.engage.portal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Requests whose path goes over the wire exactly as it is written; clients of a higher level tidy it up first. */
public final class RawHttp {
    private RawHttp() {}

    /** An answer. */
    public record Answer(int status, String head, byte[] bytes) {
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The value of a header, or null. */
        public String header(String name) {
            return Arrays.stream(head.split("\r\n"))
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Asks for a path on a local port. */
    public static Answer get(int port, String path, String... headers) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            StringBuilder request =
                    new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        byte[] all = in.readAllBytes();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String head = text.substring(0, end);
        byte[] body = Arrays.copyOfRange(all, end + 4, all.length);
        return new Answer(
                Integer.parseInt(head.split(" ", 3)[1]),
                head,
                head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked") ? unchunked(body) : body);
    }

    private static byte[] unchunked(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            int length = Integer.parseInt(text.substring(at, line), 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            whole.write(body, line + 2, length);
            at = line + 2 + length + 2;
        }
    }
}
