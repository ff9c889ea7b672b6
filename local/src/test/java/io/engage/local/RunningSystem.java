package io.engage.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.engage.local.system.Houses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One real system and one real Chromium for all tests of pages: started before the first of them, ended after the last. */
final class RunningSystem implements BeforeAllCallback {
    private static final List<String> CHROMIUMS = List.of(
            "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Running running;

    private record Running(Path folder, Launch launch, Api api, Playwright playwright, Browser browser)
            implements AutoCloseable {
        static Running start() throws IOException {
            Path folder = Files.createTempDirectory("engage-pages");
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium())
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--enable-unsafe-swiftshader",
                                    "--disable-background-networking")));
            try {
                Launch launch = Launch.start(folder.resolve("data"), Launch.freeOffset(folder))
                        .awaitUp();
                return new Running(folder, launch, new Api(launch.site.port(Houses.PORTAL)), playwright, browser);
            } catch (AssertionError | RuntimeException e) {
                playwright.close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            browser.close();
            playwright.close();
            launch.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (running == null) {
            running = Running.start();
            context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(RunningSystem.class, running);
        }
    }

    private static Path chromium() {
        String named = System.getenv("ENGAGE_CHROMIUM");
        return Stream.concat(Stream.ofNullable(named), CHROMIUMS.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("The tests of the pages need Chromium; install it"
                        + " (apt-get install chromium), or name one in ENGAGE_CHROMIUM"));
    }

    static Launch launch() {
        return running.launch;
    }

    static String portal() {
        return "http://127.0.0.1:" + running.launch.site.port(Houses.PORTAL);
    }

    static String ingest() {
        return "http://127.0.0.1:" + running.launch.site.port(Houses.INGEST);
    }

    static Api api() {
        return running.api;
    }

    /** Sends events as a broadcaster's server does; ids and titles are given as they stand. */
    static void send(ObjectNode... events) {
        ArrayNode all = JSON.createArrayNode().addAll(List.of(events));
        HttpRequest request = HttpRequest.newBuilder(URI.create(ingest() + "/v1/events"))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", "local")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(all.toString()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(202, answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An event of now. */
    static ObjectNode event(String type, String video, String user) {
        return JSON.createObjectNode()
                .put("event_type", type)
                .put("video_id", video)
                .put("user_id", user)
                .put("timestamp", System.currentTimeMillis());
    }

    /** Makes a video live at a place, with so many viewers. */
    static void broadcast(String video, String title, double latitude, double longitude, int viewers) {
        List<ObjectNode> events = new ArrayList<>();
        events.add(event("start_video", video, "broadcaster")
                .put("title", title)
                .put("latitude", latitude)
                .put("longitude", longitude));
        for (int i = 0; i < viewers; i++) {
            events.add(event("play", video, "viewer-" + i).put("session_id", "s" + i));
        }
        send(events.toArray(ObjectNode[]::new));
    }

    static RedisPipe redis() {
        return new RedisPipe(running.launch.site.port(6379));
    }

    /** Waits until an expression is true on a page whose policy forbids to wait within the page itself. */
    static void eventually(Page page, String expression, Object argument) {
        await().pollInSameThread()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(60))
                .until(() -> Boolean.TRUE.equals(page.evaluate(expression, argument)));
    }

    /** As above, without an argument. */
    static void eventually(Page page, String expression) {
        eventually(page, expression, null);
    }

    /** A new visitor, who shares nothing with the others. */
    static BrowserContext visitor(Browser.NewContextOptions options) {
        BrowserContext visitor = running.browser.newContext(options);
        visitor.setDefaultTimeout(60_000);
        visitor.setDefaultNavigationTimeout(60_000);
        return visitor;
    }
}
