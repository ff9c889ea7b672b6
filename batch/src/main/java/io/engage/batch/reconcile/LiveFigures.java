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

/** The figures that the portal shows now. A question that fails is asked again, after 0.2 s at first, five times in all. */
final class LiveFigures implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final long FIRST_PAUSE = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String portal;

    /** @param portal its address, such as {@code http://127.0.0.1:8080} */
    LiveFigures(String portal) {
        this.portal = portal.replaceFirst("/+$", "");
    }

    /**
     * A video's figures; nothing when the portal does not know it (any more).
     *
     * @throws IOException with a message for people when the portal does not tell
     */
    Optional<JsonNode> of(String videoId) throws IOException, InterruptedException {
        URI address = URI.create(portal + "/api/videos/"
                + URLEncoder.encode(videoId, StandardCharsets.UTF_8).replace("+", "%20"));
        for (int attempt = 1; ; attempt++) {
            String problem;
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(address).timeout(WITHIN).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                switch (answer.statusCode()) {
                    case 200 -> {
                        return Optional.of(json.readTree(answer.body()));
                    }
                    case 404 -> {
                        return Optional.empty();
                    }
                    default -> problem = "it answered " + answer.statusCode();
                }
            } catch (IOException e) {
                problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("The portal does not tell " + address + ": " + problem);
            }
            Thread.sleep(FIRST_PAUSE << (attempt - 1));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
