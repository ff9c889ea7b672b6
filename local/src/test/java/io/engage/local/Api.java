package io.engage.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reads the portal's API as anybody may. */
final class Api {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;

    Api(int port) {
        base = "http://127.0.0.1:" + port + "/api/videos";
    }

    /** All videos, live and ended, by their ids; empty while the portal does not answer 200. */
    Map<String, JsonNode> all() throws InterruptedException {
        Map<String, JsonNode> videos = new TreeMap<>();
        get("?status=all&limit=10000")
                .path("videos")
                .forEach(video -> videos.put(video.path("video_id").asText(), video));
        return videos;
    }

    /** One video, or an empty object. */
    JsonNode one(String video) throws InterruptedException {
        return get("/" + URLEncoder.encode(video, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** The last comments of a video, the newest first, or an empty object. */
    JsonNode comments(String video) throws InterruptedException {
        return get("/" + URLEncoder.encode(video, StandardCharsets.UTF_8).replace("+", "%20") + "/comments");
    }

    private JsonNode get(String address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + address))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? json.readTree(response.body()) : json.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
