package io.engage.ingest.http;

import io.engage.ingest.IngestUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Sends requests as a sender does. */
final class Client {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final URI base;

    Client(URI base) {
        this.base = base;
    }

    /** An answer: the status, the JSON, the headers. */
    record Reply(int status, String body, HttpResponse<String> response) {
        JsonObject json() {
            return new JsonObject(body);
        }

        int accepted() {
            return json().getInteger("accepted");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** The reason at this place of the list of what was rejected. */
        String reason(int place) {
            return json().getJsonArray("rejected").getJsonObject(place).getString("reason");
        }

        int index(int place) {
            return json().getJsonArray("rejected").getJsonObject(place).getInteger("index");
        }

        int rejected() {
            return json().getJsonArray("rejected").size();
        }
    }

    /** Posts with the server's key and further headers, given as name, value, name, value. */
    Reply post(String contentType, byte[] body, String... headers) {
        return send("/v1/events", "POST", contentType, body, with(headers, "X-API-Key", IngestUnderTest.SERVER));
    }

    Reply post(String contentType, String body, String... headers) {
        return post(contentType, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply json(String body) {
        return post("application/json", body);
    }

    Reply get(String path) {
        return send(path, "GET", null, new byte[0]);
    }

    /** Sends anything; without a content type when it is null. */
    Reply send(String path, String method, String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }
}
