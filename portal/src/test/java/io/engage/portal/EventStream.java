package io.engage.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** A reader of server-sent events, as a browser reads them. */
public final class EventStream implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
    private final InputStream in;
    private final HttpHeaders headers;

    /** One event. */
    public record Event(String name, String data, String id) {
        public JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private EventStream(InputStream in, HttpHeaders headers) {
        this.in = in;
        this.headers = headers;
        Thread.ofVirtual().start(this::read);
    }

    /** Opens a stream. */
    public static EventStream open(int port, String path, String... headers) {
        return open(HttpClient.Version.HTTP_1_1, port, path, headers);
    }

    /** Opens a stream in a version of HTTP. */
    public static EventStream open(HttpClient.Version version, int port, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(version);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<InputStream> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("HTTP " + response.statusCode());
            }
            InputStream in = response.body();
            boolean gzip =
                    response.headers().firstValue("content-encoding").orElse("").equals("gzip");
            return new EventStream(gzip ? unpacked(in) : in, response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        return new FilterInputStream(new GZIPInputStream(in)) {
            @Override
            public int available() {
                // What is unpacked says that more is there even when it would have to wait for it.
                return 0;
            }
        };
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String name = "message";
            String id = null;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(name, data.toString(), id));
                    }
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith(":")) {
                    comments.add(line);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                }
            }
        } catch (IOException e) {
            // The stream ended, as a broken connection does.
        }
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** The next event, within half a minute. */
    public Event next() {
        return poll(events, 30);
    }

    /** The next event of a name; those before it are passed over. */
    public Event next(String name) {
        Event event = next();
        while (!event.name().equals(name)) {
            event = next();
        }
        return event;
    }

    /** The next comment line, within half a minute. */
    public String nextComment() {
        return poll(comments, 30);
    }

    /** How many events lie here unread. */
    public int unread() {
        return events.size();
    }

    private static <T> T poll(BlockingQueue<T> queue, long seconds) {
        try {
            T next = queue.poll(seconds, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came in " + seconds + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
