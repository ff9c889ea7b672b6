package io.engage.portal.recent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.portal.PortalIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Promise: the last comments and moments of a video come newest first, as they were stored. */
@QuarkusTest
class RecentApiIT extends PortalIT {
    @Test
    void theNewestComesFirst() {
        // Given
        redis.send("HSET", "video:v", "viewers", "7");
        redis.send(
                "LPUSH", "comments:v", "{\"comment\":\"first\",\"score\":2.5}", "{\"comment\":\"<b>\\\"second\\\"\"}");
        redis.send("LPUSH", "moments:v", "{\"figure\":\"likes_10s\",\"by\":12}");
        // When, Then
        assertEquals(
                "[{\"comment\":\"<b>\\\"second\\\"\"},{\"comment\":\"first\",\"score\":2.5}]",
                get("/api/videos/v/comments").body());
        assertEquals(
                "[{\"figure\":\"likes_10s\",\"by\":12}]",
                get("/api/videos/v/moments").body());
    }

    @Test
    void whatIsNoObjectIsLeftOut() {
        // Given
        redis.send("HSET", "video:v", "viewers", "7");
        redis.send("LPUSH", "comments:v", "{\"comment\":\"good\"}", "broken", "7", "{\"a\":");
        // When, Then
        assertEquals("[{\"comment\":\"good\"}]", get("/api/videos/v/comments").body());
    }
}
