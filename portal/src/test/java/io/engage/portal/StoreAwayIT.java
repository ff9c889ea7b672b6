package io.engage.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise: without Redis the portal says so at once, keeps the streams open, and goes on by itself when it is back. */
@QuarkusTest
class StoreAwayIT extends PortalIT {
    private static final List<String> ADDRESSES = List.of(
            "/api/videos?limit=7",
            "/api/videos/a",
            "/api/videos/a/history",
            "/api/videos/a/comments",
            "/api/videos/a/moments");

    private boolean redisIsAway;

    /** For the tests that come after one that failed. */
    @AfterEach
    void startRedis() {
        if (redisIsAway) {
            RedisProcess.startRedis();
            redisIsAway = false;
        }
    }

    @Test
    void killedAndStartedAgain() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        await("/api/videos", answer -> answer.body().contains("\"total\":1,"));
        try (EventStream list = EventStream.open(port, "/api/stream");
                EventStream video = EventStream.open(port, "/api/videos/a/stream")) {
            list.next("snapshot");
            video.next("snapshot");
            // When
            redis.close();
            RedisProcess.stopRedis();
            redisIsAway = true;
            // Then
            assertEquals("away", list.next().name());
            assertEquals("away", video.next().name());
            refused();
            try (EventStream late = EventStream.open(port, "/api/stream?limit=3")) {
                assertEquals("away", late.next().name());
                // When
                startRedis();
                redis = RedisProcess.connect();
                LiveVideos.write(redis, "a", "viewers", "4");
                // Then
                assertTrue(list.next("snapshot").data().contains("\"total\":"));
                assertTrue(late.next("snapshot").data().contains("\"total\":"));
                EventStream.Event state = video.next();
                if (state.name().equals("gone")) {
                    state = video.next();
                }
                assertEquals("snapshot", state.name());
                assertEquals(4, state.json().get("viewers").intValue());
            }
            LiveVideos.write(redis, "a", "viewers", "5");
            assertEquals("{\"viewers\":5}", video.next("change").data());
            await("/q/health/ready", answer -> answer.status() == 200);
            await("/api/videos", answer -> answer.body().contains("\"viewers\":5"));
        }
    }

    @Test
    void frozenAndThawed() throws Exception {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        await("/api/videos", answer -> answer.body().contains("\"total\":1,"));
        String server = (String) redis.send("INFO", "server");
        String process = server.lines()
                .filter(line -> line.startsWith("process_id:"))
                .map(line -> line.substring(11))
                .findFirst()
                .orElseThrow();
        try (EventStream list = EventStream.open(port, "/api/stream");
                EventStream video = EventStream.open(port, "/api/videos/a/stream")) {
            list.next("snapshot");
            video.next("snapshot");
            // When
            signal("STOP", process);
            try {
                // Then
                assertEquals("away", list.next("away").name());
                assertEquals("away", video.next("away").name());
                refused();
            } finally {
                signal("CONT", process);
            }
            // Then
            list.next("snapshot");
            video.next("snapshot");
            LiveVideos.write(redis, "a", "viewers", "5");
            assertEquals("{\"viewers\":5}", video.next("change").data());
        }
        await("/q/health/ready", answer -> answer.status() == 200);
    }

    private static void signal(String name, String process) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, process).start().waitFor());
    }

    /** Every address says in time, and without a stack trace, that there is no answer. */
    private void refused() {
        // A list may be a second old, and may be read until then.
        await(ADDRESSES.getFirst(), answer -> answer.status() == 503);
        for (String address : ADDRESSES) {
            long start = System.nanoTime();
            RawHttp.Answer answer = get(address);
            assertEquals(503, answer.status(), address + " " + answer.body());
            assertEquals("{\"reason\":\"The figures cannot be read just now, try again in a moment\"}", answer.body());
            assertNotNull(answer.header("Retry-After"), address);
            // Five seconds of waiting; the rest is for slow machines.
            assertTrue(System.nanoTime() - start < 15_000_000_000L, address);
        }
        assertEquals(503, get("/q/health/ready").status());
        assertEquals(200, get("/q/health/live").status());
        RawHttp.Answer page = get("/");
        assertEquals(503, page.status());
        assertTrue(page.body().contains("This page goes on by itself"), page.body());
    }
}
