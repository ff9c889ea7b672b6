package io.engage.portal.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: the list and a video are answered in the shapes of the design, for every id. */
@QuarkusTest
class VideosApiIT extends PortalIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aVideoIsItsHashWithNumbersAsNumbers() {
        // Given
        redis.send(
                "HSET",
                "video:v1",
                "title",
                "Final",
                "latitude",
                "48.2",
                "longitude",
                "16.4",
                "status",
                "live",
                "started_at",
                "1700000000000",
                "viewers",
                "1545",
                "likes_10s",
                "36",
                "words_60s",
                "[[\"goal\",36],[\"keeper\",12]]",
                "sentiment_60s",
                "2.9",
                "colour",
                "red");
        // When
        RawHttp.Answer answer = get("/api/videos/v1");
        // Then
        assertEquals(
                "{\"video_id\":\"v1\",\"title\":\"Final\",\"latitude\":48.2,\"longitude\":16.4,\"status\":\"live\","
                        + "\"started_at\":1700000000000,\"viewers\":1545,\"likes_10s\":36,"
                        + "\"words_60s\":[[\"goal\",36],[\"keeper\",12]],\"sentiment_60s\":2.9,\"colour\":\"red\"}",
                answer.body());
        assertEquals("application/json;charset=UTF-8", answer.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "..", ".", "a/b", "\"quo'te<script>", "😀", "%", "%2F", "a b?c#d", "a+b", "é;", "/"})
    void anyIdIsFound(String id) throws Exception {
        // Given
        redis.send("HSET", "video:" + id, "viewers", "7");
        // When
        RawHttp.Answer answer = RawHttp.get(
                port,
                "/api/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
        // Then
        assertEquals(200, answer.status(), answer.body());
        JsonNode video = JSON.readTree(answer.bytes());
        assertEquals(id, video.get("video_id").textValue());
        assertEquals(7, video.get("viewers").intValue());
    }

    @Test
    void theListHoldsTheLiveVideos() {
        // Given
        redis.send("HSET", "video:a", "viewers", "3", "status", "live");
        redis.send("ZADD", "videos:live", "3", "a");
        // When
        RawHttp.Answer answer = get("/api/videos");
        // Then
        assertTrue(
                answer.body()
                        .matches(
                                "\\{\"as_of\":\\d{13},\"total\":1,\"videos\":\\[\\{\"video_id\":\"a\",\"status\":\"live\",\"viewers\":3}]}"),
                answer.body());
    }
}
