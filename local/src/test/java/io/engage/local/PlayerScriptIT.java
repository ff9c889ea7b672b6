package io.engage.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.engage.local.RunningSystem.eventually;
import static io.engage.local.RunningSystem.ingest;
import static io.engage.local.RunningSystem.portal;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /engage.js} and the demo page in a real browser, with the real system behind them. */
@ExtendWith(RunningSystem.class)
class PlayerScriptIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** A session is silent 45 s after its last heartbeat, which can be 15 s old. */
    private static final Duration SOONER_THAN_SILENCE = Duration.ofSeconds(25);

    private static final String EVENTS = "**/v1/events*";

    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private BrowserContext visitor;

    @BeforeAll
    static void patience() {
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
    }

    @BeforeEach
    void visit() {
        visitor = RunningSystem.visitor(new Browser.NewContextOptions());
        visitor.onWebError(error -> troubles.add(error.error()));
        visitor.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().startsWith("Engage:")) {
                troubles.add(message.text());
            }
        });
    }

    @AfterEach
    void leave() {
        visitor.close();
        assertEquals(List.of(), List.copyOf(troubles));
    }

    private Page demo(String video) {
        Page page = visitor.newPage();
        page.navigate(ingest() + "/demo?video=" + video);
        return page;
    }

    private static void awaitFigures(String video, Predicate<JsonNode> figures) {
        awaitFigures(video, LIMIT, figures);
    }

    private static void awaitFigures(String video, Duration limit, Predicate<JsonNode> figures) {
        await().atMost(limit)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> figures.test(RunningSystem.api().one(video)));
    }

    /** Waits until nobody watches, but not as long as silence takes. */
    private static void awaitLeft(String video) {
        awaitFigures(
                video, SOONER_THAN_SILENCE, figures -> figures.path("viewers").asInt(-1) == 0);
    }

    /** Promise: below 5 kB as it is sent, for pages of every origin. */
    @Test
    void isSmallAndForEveryOrigin() {
        // When
        APIResponse answer = visitor.request().get(ingest() + "/engage.js");
        // Then
        assertTrue(answer.body().length < 5_000, () -> answer.body().length + " bytes");
        assertEquals("*", answer.headers().get("access-control-allow-origin"));
        assertEquals("text/javascript; charset=utf-8", answer.headers().get("content-type"));
    }

    /** Promise: a like clicked on the demo page is on the map's panel within two seconds. */
    @Test
    void likeIsOnThePanelWithinTwoSeconds() {
        // Given
        RunningSystem.broadcast("fast", "Fastvideo", 35, 139, 0);
        Page player = demo("fast");
        Page map = visitor.newPage();
        map.navigate(portal() + "/#video=fast");
        assertThat(map.locator("[data-part=viewers]")).hasText("1");
        List<Long> took = new ArrayList<>();
        // When
        for (int likes = 1; likes <= 5; likes++) {
            player.bringToFront();
            long began = System.nanoTime();
            player.click("#like");
            eventually(
                    map,
                    "text => document.querySelector('[data-part=likesTotal]').textContent === text",
                    likes + " in all");
            took.add((System.nanoTime() - began) / 1_000_000);
        }
        // Then
        System.out.println("From the click to the panel, in ms: " + took);
        took.sort(null);
        assertTrue(took.get(took.size() / 2) <= 2_000, took::toString);
    }

    /** Promise: what could not be sent survives a reload and is counted once. */
    @Test
    void unsentEventsSurviveAReload() {
        // Given
        visitor.route(EVENTS, Route::abort);
        Page player = demo("reload");
        assertThat(player.locator("#toggle")).hasText("Pause");
        // When
        player.click("#like");
        player.click("#like");
        player.click("#dislike");
        player.reload();
        player.click("#like");
        visitor.unroute(EVENTS);
        // Then
        awaitFigures(
                "reload",
                video -> video.path("likes").asInt() == 3
                        && video.path("dislikes").asInt() == 1);
        eventually(player, "Object.keys(localStorage).every((name) => !name.startsWith('engage:list:'))");
        assertEquals(3, api("reload").path("likes").asInt());
    }

    private static JsonNode api(String video) {
        try {
            return RunningSystem.api().one(video);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Promise: events whose acceptance nobody heard of are repeated with the same id and counted once. */
    @Test
    void repeatsWithoutDoubling() {
        // Given
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        visitor.route(EVENTS, route -> {
            if (route.request().postData() != null
                    && route.request().postData().contains("\"like\"")
                    && lost.get() < 2) {
                route.fetch();
                lost.incrementAndGet();
                route.abort();
            } else {
                passed.incrementAndGet();
                route.resume();
            }
        });
        Page player = demo("twice");
        // When
        player.click("#like");
        player.click("#like");
        // Then
        eventually(player, "Object.keys(localStorage).every((name) => !name.startsWith('engage:list:'))");
        player.waitForCondition(() -> lost.get() == 2 && passed.get() >= 1);
        // Routes are only answered while the browser is being waited for.
        visitor.unroute(EVENTS);
        player.click("#dislike");
        awaitFigures("twice", video -> video.path("dislikes").asInt() == 1);
        assertEquals(2, api("twice").path("likes").asInt());
    }

    /** Promise: a device whose clock is an hour fast is corrected by the server's, so that its likes are of now. */
    @Test
    void correctsAWrongClock() {
        // Given
        visitor.addInitScript("{ const real = Date.now; Date.now = () => real() + 3600e3; }");
        Page player = demo("clock");
        // When: to be seen for ten seconds only, so again where the machine pauses for as long
        await().pollInSameThread()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .until(
                        () -> {
                            player.click("#like");
                            return api("clock").path("likes_10s").asInt();
                        },
                        likes -> likes >= 1);
    }

    /** Promise: who leaves the page has left at once, and not only after the silence of 45 s. */
    @Test
    void leavesWithThePage() {
        // Given
        Page player = demo("leave");
        awaitFigures("leave", video -> video.path("viewers").asInt() == 1);
        long began = System.nanoTime();
        // When
        player.navigate("about:blank");
        // Then
        awaitLeft("leave");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.toSeconds() < 30, took::toString);
        // And so with the tab
        Page other = demo("leave");
        awaitFigures("leave", video -> video.path("viewers").asInt() == 1);
        other.close(new Page.CloseOptions().setRunBeforeUnload(true));
        awaitLeft("leave");
        assertEquals(2, api("leave").path("views").asInt());
    }

    /** Promise: a pause is a leave, going on is no new view, and a heartbeat comes every 15 s in between. */
    @Test
    void pausesAndBeats() {
        // Given
        List<String> sent = new CopyOnWriteArrayList<>();
        visitor.onRequest(request -> {
            if (request.url().contains("/v1/events")) {
                sent.add(String.valueOf(request.postData()));
            }
        });
        Page player = visitor.newPage();
        // Every 15 s are half a second here: a page with a clock of its own would date its events by it.
        player.addInitScript(
                "{ const real = setInterval; window.setInterval = (run, ms, ...rest) => real(run, ms === 15e3 ? 500 : ms, ...rest); }");
        player.navigate(ingest() + "/demo?video=beat");
        // Then
        player.waitForCondition(() -> sent.stream().anyMatch(body -> body.contains("\"play\"")));
        player.waitForCondition(() -> sent.stream().anyMatch(body -> body.contains("\"heartbeat\"")));
        // When
        player.click("#toggle");
        // Then
        awaitLeft("beat");
        // When
        player.click("#toggle");
        // Then
        awaitFigures("beat", video -> video.path("viewers").asInt() == 1);
        assertEquals(1, api("beat").path("views").asInt());
    }

    /** Promise: a page of another origin that its key names may use it; a comment of any text gets through. */
    @Test
    void worksAcrossOrigins() throws IOException {
        // Given
        byte[] html = ("<!doctype html><script src='" + ingest() + "/engage.js' data-key='local-player'></script>")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
            exchange.close();
        });
        site.start();
        try {
            tryFrom("http://localhost:" + site.getAddress().getPort() + "/");
        } finally {
            site.stop(0);
        }
    }

    private void tryFrom(String address) {
        String comment = "</script> \"quoted\" 😀 \ud83d";
        Page page = visitor.newPage();
        page.navigate(address);
        // When
        page.evaluate(
                "comment => { const w = Engage.watch({ video: 'across', user: 7 }); w.like(); w.comment(comment); }",
                comment);
        // Then
        awaitFigures(
                "across",
                video -> video.path("viewers").asInt() == 1
                        && video.path("likes").asInt() == 1);
        eventually(page, "Object.keys(localStorage).every((name) => !name.startsWith('engage:list:'))");
    }

    /** Promise: the page to try it loads nothing from elsewhere and nothing inline. */
    @Test
    void demoIsSelfContained() {
        // Given
        List<String> hosts = new CopyOnWriteArrayList<>();
        visitor.onRequest(request -> hosts.add(request.url()));
        // When
        Page player = demo("<b>own</b>");
        player.fill("#comment", "<b>hello</b>");
        player.keyboard().press("Enter");
        // Then
        assertThat(player.locator("#said")).hasText("Sent: <b>hello</b>");
        assertTrue(hosts.stream().allMatch(url -> url.startsWith(ingest())), hosts::toString);
        String policy = visitor.request().get(ingest() + "/demo").headers().get("content-security-policy");
        assertFalse(policy.contains("unsafe"), policy);
    }
}
