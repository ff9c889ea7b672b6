package io.engage.batch.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The figures that the portal shows now. */
final class LiveFigures {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String portal;

    /** @param portal its address, such as {@code http://127.0.0.1:8080} */
    LiveFigures(String portal) {
        this.portal = portal;
    }

    /** A video's figures; nothing when the portal does not know it (any more). */
    Optional<JsonNode> of(String videoId) throws IOException, InterruptedException {
        URI address = URI.create(portal + "/api/videos/"
                + URLEncoder.encode(videoId, StandardCharsets.UTF_8).replace("+", "%20"));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(address).timeout(WITHIN).build(), HttpResponse.BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(json.readTree(answer.body()));
            case 404 -> Optional.empty();
            default -> throw new IOException(address + " answered " + answer.statusCode());
        };
    }
}
