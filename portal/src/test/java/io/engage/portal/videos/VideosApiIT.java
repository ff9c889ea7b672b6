package io.engage.portal.videos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: the list and a video are answered in the shapes of the design, for every id and every query. */
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
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void aSentimentWithoutEvidenceIsNull(String text) {
        // Given
        redis.send("HSET", "video:v1", "viewers", "1", "sentiment_60s", text);
        // When, Then
        assertEquals(
                "{\"video_id\":\"v1\",\"viewers\":1,\"sentiment_60s\":null}",
                get("/api/videos/v1").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/history", "/comments", "/moments"})
    void anUnknownVideoIsNotFound(String part) {
        // When
        RawHttp.Answer answer = get("/api/videos/no%22body" + part);
        // Then
        assertEquals(404, answer.status());
        assertEquals("{\"reason\":\"No video has the id no\\\"body\"}", answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "..",
                ".",
                "a/b",
                "/",
                "//",
                "\"quo'te<script>",
                "😀",
                "%",
                "%2F",
                "%2e%2e",
                "a b?c#d",
                "a+b",
                "é;",
                ";",
                "\n",
                "stream",
                "x/stream",
                "日本",
                "\u0000"
            })
    void anyIdIsFoundAtEveryAddress(String id) throws Exception {
        // Given
        redis.send("HSET", "video:" + id, "viewers", "7");
        redis.send("LPUSH", "comments:" + id, "{\"comment\":\"hi\"}");
        redis.send("HSET", "history:viewers:" + id, "1700000000", "{\"viewers\":7}");
        String address =
                "/api/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        // When
        RawHttp.Answer video = get(address);
        // Then
        assertEquals(200, video.status(), video.body());
        assertEquals(id, JSON.readTree(video.bytes()).get("video_id").textValue());
        assertEquals("[{\"comment\":\"hi\"}]", get(address + "/comments").body());
        assertEquals("[]", get(address + "/moments").body());
        assertEquals(
                "{\"step\":10,\"points\":[{\"t\":1700000000000,\"viewers\":7}]}",
                get(address + "/history?from=1700000000000&to=1700000060000").body());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/videos/%2E%2E, ..",
        "/api/videos/.., ..",
        "/api/videos/..;, ..",
        "/api/videos/., .",
        "/api/videos/a%2fb, a/b"
    })
    void pathsAreTakenAsTheyAreSent(String path, String id) {
        // Given
        redis.send("HSET", "video:" + id, "viewers", "7");
        // When, Then
        assertEquals("{\"video_id\":\"" + id + "\",\"viewers\":7}", get(path).body());
    }

    @Test
    void theLongestIdIsFound() {
        // Given
        String id = "😀".repeat(64);
        redis.send("HSET", "video:" + id, "viewers", "7");
        // When, Then
        assertEquals(
                200,
                get("/api/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/videos/%C3", "/api/videos/%ED%A0%80/history", "/api/videos/", "/api/videos//stream"})
    void whatIsNoIdIsRefusedWithAReason(String path) throws Exception {
        // When
        RawHttp.Answer answer = get(path);
        // Then
        assertEquals(400, answer.status());
        assertTrue(JSON.readTree(answer.bytes()).get("reason").textValue().contains("id"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/videos/%zz", "/api/videos/%", "/api/videos/%zz/history"})
    void whatIsNoAddressIsRefused(String path) {
        assertEquals(400, get(path).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/api/videos/a/nothing", "/api/videos/a/b/c"})
    void whatIsNotThereIsSaidInJson(String path) throws Exception {
        // When
        RawHttp.Answer answer = get(path);
        // Then
        assertEquals(404, answer.status());
        assertTrue(JSON.readTree(answer.bytes()).get("reason").textValue().contains("/q/openapi"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "sort=title", "status=x", "bbox=1,2", "fields=,"})
    void aBadQueryIsRefusedWithAReason(String query) throws Exception {
        for (String path : List.of("/api/videos?", "/api/stream?")) {
            // When
            RawHttp.Answer answer = get(path + query);
            // Then
            assertEquals(400, answer.status());
            assertTrue(
                    JSON.readTree(answer.bytes())
                            .get("reason")
                            .textValue()
                            .startsWith(query.substring(0, query.indexOf('='))),
                    answer.body());
        }
    }

    @Test
    void theListHasTheShapeOfTheDesign() {
        // Given
        long before = System.currentTimeMillis();
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First");
        LiveVideos.write(redis, "b", "viewers", "5");
        // When
        await("/api/videos", answer -> answer.body().contains("\"total\":2"));
        RawHttp.Answer answer = get("/api/videos");
        // Then
        assertTrue(
                answer.body()
                        .matches("\\{\"as_of\":\\d{13},\"total\":2,\"videos\":\\["
                                + "\\{\"video_id\":\"b\",\"status\":\"live\",\"viewers\":5},"
                                + "\\{\"video_id\":\"a\",\"title\":\"First\",\"status\":\"live\",\"viewers\":3}]}"),
                answer.body());
        assertTrue(asOf(answer) >= before);
    }

    private static long asOf(RawHttp.Answer answer) {
        try {
            return JSON.readTree(answer.bytes()).get("as_of").longValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 3, 'west,fiji,east'",
        "sort=viewers, 3, 'west,fiji,east'",
        "sort=likes_10s, 3, 'east,fiji,west'",
        "sort=started_at, 3, 'fiji,east,west'",
        "limit=2, 3, 'west,fiji'",
        "'sort=likes_10s&limit=1', 3, 'east'",
        "'bbox=170,-20,-170,0', 2, 'west,fiji'",
        "'bbox=-180,-90,180,90', 3, 'west,fiji,east'",
        "'bbox=0,40,20,50', 1, 'east'",
        "'bbox=16.4,48.2,16.4,48.2', 1, 'east'",
        "'bbox=0,-90,10,90', 0, ''",
        "'bbox=170,-20,-170,0&limit=1', 2, 'west'",
        "status=ended, 1, 'old'",
        "status=all, 4, 'west,fiji,east,old'",
        "'status=all&sort=started_at&limit=2', 4, 'old,fiji'"
    })
    void theListIsFilteredSortedAndCut(String query, int total, String ids) throws Exception {
        // Given
        LiveVideos.write(
                redis,
                "fiji",
                "viewers",
                "5",
                "likes_10s",
                "2",
                "started_at",
                "3",
                "latitude",
                "-18",
                "longitude",
                "178");
        LiveVideos.write(
                redis,
                "west",
                "viewers",
                "9",
                "likes_10s",
                "1",
                "started_at",
                "1",
                "latitude",
                "-14",
                "longitude",
                "-172");
        LiveVideos.write(
                redis,
                "east",
                "viewers",
                "5",
                "likes_10s",
                "7",
                "started_at",
                "2",
                "latitude",
                "48.2",
                "longitude",
                "16.4");
        LiveVideos.write(redis, "old", "viewers", "4", "started_at", "9");
        LiveVideos.end(redis, "old", 1_700_000_000_000L);
        LiveVideos.write(redis, "fiji", "viewers", "6");
        await(
                "/api/videos?status=all",
                answer ->
                        answer.body().contains("\"total\":4,") && answer.body().contains("\"viewers\":6"));
        await("/api/videos?status=ended", answer -> answer.body().contains("\"total\":1,"));
        // When
        JsonNode list = JSON.readTree(get("/api/videos?" + query).bytes());
        // Then
        assertEquals(total, list.get("total").intValue());
        List<String> found = new ArrayList<>();
        list.get("videos").forEach(v -> found.add(v.get("video_id").textValue()));
        assertEquals(ids, String.join(",", found));
    }

    @Test
    void onlyTheWantedFieldsAreAnswered() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First", "colour", "red");
        // When, Then
        await(
                "/api/videos?fields=viewers,colour",
                answer ->
                        answer.body().endsWith("\"videos\":[{\"video_id\":\"a\",\"viewers\":3,\"colour\":\"red\"}]}"));
    }

    @Test
    void aListedVideoWithoutAHashIsLeftOut() {
        // Given
        redis.send("ZADD", "videos:live", "3", "expired");
        LiveVideos.write(redis, "a", "viewers", "3");
        // When, Then
        await(
                "/api/videos",
                answer ->
                        answer.body().contains("\"total\":1,") && !answer.body().contains("expired"));
    }

    @Test
    void jsonIsCompressedForWhoTakesIt() throws Exception {
        // Given
        LiveVideos.writeMany(redis, 300);
        await("/api/videos?limit=10000", answer -> answer.body().contains("\"total\":300"));
        redis.send("HSET", "video:long", "title", "long ".repeat(2000));
        for (String path : List.of("/api/videos?limit=10000", "/api/videos/long", "/")) {
            // When
            RawHttp.Answer plain = get(path);
            RawHttp.Answer gzip = get(path, "Accept-Encoding: gzip");
            // Then
            assertEquals("gzip", gzip.header("Content-Encoding"), path);
            assertTrue(gzip.bytes().length < plain.bytes().length / 3, path);
            byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(gzip.bytes())).readAllBytes();
            if (path.equals("/api/videos/long")) {
                assertArrayEquals(plain.bytes(), unpacked);
            }
        }
    }

    @Test
    void aHundredVisitorsCostOneRead() throws Exception {
        // Given
        int videos = 5000;
        LiveVideos.writeMany(redis, videos);
        await("/api/videos?limit=1", answer -> answer.body().contains("\"total\":5000"));
        Callable<RawHttp.Answer> visit = () -> get("/api/videos?limit=10000");
        long lastRead = asOf(visit.call());
        List<RawHttp.Answer> answers = new ArrayList<>();
        // When: a hundred ask at the same time for what is no longer recent
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            await("/api/videos?limit=1", answer -> asOf(answer) > lastRead);
            long read = asOf(visit.call());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> System.currentTimeMillis() > read + Lists.SHARED_MS);
            redis.send("CONFIG", "RESETSTAT");
            for (Future<RawHttp.Answer> answer : visitors.invokeAll(Collections.nCopies(100, visit))) {
                answers.add(answer.get());
            }
        }
        // Then
        long reads = answers.stream().mapToLong(VideosApiIT::asOf).distinct().count();
        String stats = (String) redis.send("INFO", "commandstats");
        assertEquals(reads, calls(stats, "zrevrange"));
        assertEquals(reads * videos, calls(stats, "hgetall"));
        // Slow machines may need more than a second for a hundred answers of a megabyte; each such second is one read.
        assertTrue(reads < 20, reads + " reads");
    }

    private static long calls(String stats, String command) {
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceAll(".*:calls=([0-9]+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
