package io.engage.local.aot;

import io.engage.local.supervise.Program;
import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks the houses for what people and programs ask them, again and again for some seconds. What is answered does not matter. */
final class Visitors {
    private static final Duration STAY = Duration.ofSeconds(6);
    private static final int TIMEOUT_MS = 1_500;

    private static final String VIDEO = "/api/videos/training";

    private static final List<String> PORTAL = List.of(
            "/",
            "/assets/home.js",
            "/api/videos?status=all",
            "/api/videos?sort=likes_10s&bbox=-180,-90,180,90",
            VIDEO,
            VIDEO + "/history",
            VIDEO + "/comments",
            VIDEO + "/moments",
            VIDEO + "/stream",
            "/api/stream",
            "/q/openapi",
            "/q/metrics");

    private static final String EVENT =
            "{\"event_type\":\"%s\",\"video_id\":\"training\",\"user_id\":\"u\",\"timestamp\":%d%s}";

    private final Site site;
    private final List<Program> programs;

    Visitors(Site site, List<Program> programs) {
        this.site = site;
        this.programs = programs;
    }

    void visit() {
        long end = System.nanoTime() + STAY.toNanos();
        while (end - System.nanoTime() > 0) {
            if (runs("ingest-svc")) {
                post();
                get(Houses.INGEST, "/engage.js");
                get(Houses.INGEST, "/q/metrics");
            }
            if (runs("portal")) {
                PORTAL.forEach(path -> get(Houses.PORTAL, path));
            }
        }
    }

    private boolean runs(String house) {
        return programs.stream().anyMatch(program -> program.name().equals(house));
    }

    private void post() {
        long now = System.currentTimeMillis();
        String events = "["
                + String.join(
                        ",",
                        EVENT.formatted("start_video", now, ",\"title\":\"t\",\"latitude\":1,\"longitude\":2"),
                        EVENT.formatted("play", now, ",\"session_id\":\"s\""),
                        EVENT.formatted("like", now, ""),
                        EVENT.formatted("comment", now, ",\"comment\":\"what a great goal \\ud83d\\ude00\""),
                        EVENT.formatted("leave", now, ",\"session_id\":\"s\""),
                        EVENT.formatted("nonsense", now, ""))
                + "]";
        try {
            HttpURLConnection connection = connect(Houses.INGEST, "/v1/events");
            connection.setDoOutput(true);
            connection.setRequestProperty("X-API-Key", "local");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(events.getBytes(StandardCharsets.UTF_8));
            read(connection);
        } catch (IOException e) {
            System.out.println("ingest-svc did not answer: " + e.getMessage());
        }
    }

    private void get(int port, String path) {
        try {
            read(connect(port, path));
        } catch (IOException e) {
            // A stream never ends, so that its reader gives up; and the video may not be there yet.
        }
    }

    private HttpURLConnection connect(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + site.address(port) + path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestProperty("Accept-Encoding", "gzip");
        return connection;
    }

    /** Reads at most the first kilobytes: streams do not end. */
    private static void read(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            in.readNBytes(8_192);
        } finally {
            connection.disconnect();
        }
    }
}
