package io.engage.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A sender as it should be: it repeats a batch, the same events with the same ids, until the door has accepted all of it. */
final class Door {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI events;

    Door(int port) {
        events = URI.create("http://127.0.0.1:" + port + "/v1/events");
    }

    /** Sends what is no event, and expects to be told so. */
    void refuse(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(events)
                .timeout(Duration.ofSeconds(20))
                .header("X-API-Key", "local")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 400) {
            throw new AssertionError("The door said " + response.statusCode() + " " + response.body());
        }
    }

    /** Sends the batch, as NDJSON or as an array; returns how often it had to be repeated. */
    int send(List<Sent> batch) throws InterruptedException {
        boolean lines = batch.size() % 2 == 0;
        HttpRequest request = HttpRequest.newBuilder(events)
                .timeout(Duration.ofSeconds(20))
                .header("X-API-Key", "local")
                .header("Content-Type", lines ? "application/x-ndjson" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        lines
                                ? batch.stream().map(Sent::json).collect(Collectors.joining("\n"))
                                : batch.stream().map(Sent::json).collect(Collectors.joining(",", "[", "]"))))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int repeated = 0; ; repeated++) {
            String trouble;
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 202) {
                    String all = "{\"accepted\":" + batch.size() + ",\"rejected\":[]}";
                    if (!response.body().replace(" ", "").equals(all)) {
                        throw new AssertionError("Not all was accepted: " + response.body());
                    }
                    return repeated;
                }
                if (response.statusCode() != 503) {
                    throw new AssertionError("The door said " + response.statusCode() + " " + response.body());
                }
                trouble = "503 " + response.body();
            } catch (IOException e) {
                // Refused or broken off, as when the service was killed.
                trouble = e.toString();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not accepted within " + PATIENCE + ", at last " + trouble);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
