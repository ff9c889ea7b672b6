package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.EventStream;
import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Promise: the stream of the list begins with a snapshot and then says only what changed, at a bounded cost. */
@QuarkusTest
class ListStreamIT extends PortalIT {
    @Test
    void onlyWhatChangedIsSaid() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First");
        LiveVideos.write(redis, "b", "viewers", "2", "title", "Second");
        awaitTotal("", 2);
        try (EventStream stream = EventStream.open(port, "/api/stream")) {
            EventStream.Event snapshot = stream.next();
            assertEquals("snapshot", snapshot.name());
            assertTrue(
                    snapshot.data()
                            .matches(
                                    "\\{\"as_of\":" + snapshot.id() + ",\"total\":2,\"videos\":\\["
                                            + "\\{\"video_id\":\"a\",\"title\":\"First\",\"status\":\"live\",\"viewers\":3},"
                                            + "\\{\"video_id\":\"b\",\"title\":\"Second\",\"status\":\"live\",\"viewers\":2}]}"),
                    snapshot.data());
            // When
            LiveVideos.write(redis, "a", "viewers", "4", "title", "First");
            // Then
            EventStream.Event change = stream.next();
            assertEquals("change", change.name());
            assertEquals("[{\"video_id\":\"a\",\"viewers\":4}]", change.data());
            assertTrue(Long.parseLong(change.id()) > Long.parseLong(snapshot.id()));
        }
    }

    @Test
    void whoComesIsSaidWholeAndWhoLeavesIsGone() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        awaitTotal("", 1);
        try (EventStream stream = EventStream.open(port, "/api/stream")) {
            stream.next("snapshot");
            // When
            LiveVideos.write(redis, "../b\"", "viewers", "9", "title", "New");
            // Then
            assertEquals(
                    "[{\"video_id\":\"../b\\\"\",\"title\":\"New\",\"status\":\"live\",\"viewers\":9}]",
                    stream.next("change").data());
            assertEquals("{\"total\":2}", stream.next().data());
            // When
            LiveVideos.end(redis, "../b\"", 1_700_000_000_000L);
            // Then
            assertEquals("[\"../b\\\"\"]", stream.next("gone").data());
            EventStream.Event total = stream.next();
            assertEquals("total", total.name());
            assertEquals("{\"total\":1}", total.data());
        }
    }

    @Test
    void whoIsOvertakenLeavesTheSelection() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        LiveVideos.write(redis, "b", "viewers", "2");
        awaitTotal("", 2);
        try (EventStream stream = EventStream.open(port, "/api/stream?limit=1&fields=viewers")) {
            assertTrue(stream.next("snapshot")
                    .data()
                    .endsWith("\"total\":2,\"videos\":[{\"video_id\":\"a\",\"viewers\":3}]}"));
            // When
            LiveVideos.write(redis, "b", "viewers", "5", "title", "Unasked");
            // Then
            EventStream.Event gone = stream.next();
            assertEquals("gone", gone.name());
            assertEquals("[\"a\"]", gone.data());
            assertEquals(
                    "[{\"video_id\":\"b\",\"viewers\":5}]",
                    stream.next("change").data());
        }
    }

    @Test
    void whatNobodyAskedForIsNoChange() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "latitude", "10", "longitude", "10");
        LiveVideos.write(redis, "b", "viewers", "3", "latitude", "50", "longitude", "10");
        awaitTotal("", 2);
        try (EventStream stream = EventStream.open(port, "/api/stream?bbox=0,0,20,20&fields=viewers");
                EventStream all = EventStream.open(port, "/api/stream")) {
            stream.next("snapshot");
            all.next("snapshot");
            // When
            LiveVideos.write(redis, "a", "likes", "3");
            LiveVideos.write(redis, "b", "viewers", "4");
            all.next("change");
            LiveVideos.write(redis, "a", "viewers", "8");
            // Then
            assertEquals("[{\"video_id\":\"a\",\"viewers\":8}]", stream.next().data());
        }
    }

    @Test
    void aReconnectBeginsWithASnapshot() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        awaitTotal("", 1);
        String last;
        try (EventStream stream = EventStream.open(port, "/api/stream")) {
            last = stream.next("snapshot").id();
        }
        awaitStreams(0);
        LiveVideos.write(redis, "a", "viewers", "4");
        await("/api/videos", answer -> answer.body().contains("\"viewers\":4"));
        // When
        try (EventStream stream = EventStream.open(port, "/api/stream", "Last-Event-ID", last)) {
            // Then
            EventStream.Event first = stream.next();
            assertEquals("snapshot", first.name());
            assertEquals(4, first.json().at("/videos/0/viewers").intValue());
        }
    }

    @Test
    void theStreamIsReadableAsItComesWhenCompressed() {
        // Given
        LiveVideos.writeMany(redis, 500);
        awaitTotal("", 500);
        try (EventStream stream = EventStream.open(port, "/api/stream?limit=10000", "Accept-Encoding", "gzip")) {
            // When
            assertEquals("gzip", stream.headers().firstValue("content-encoding").orElse(""));
            assertEquals(500, stream.next("snapshot").json().get("videos").size());
            for (int i = 0; i < 3; i++) {
                LiveVideos.write(redis, "v7", "viewers", "" + (1000 + i));
                // Then
                assertEquals(
                        "[{\"video_id\":\"v7\",\"viewers\":" + (1000 + i) + "}]",
                        stream.next("change").data());
            }
            assertEquals(
                    "text/event-stream",
                    stream.headers().firstValue("content-type").orElse(""));
            assertEquals(
                    "no-store, no-transform",
                    stream.headers().firstValue("cache-control").orElse(""));
        }
    }

    @Test
    void theSecondVersionOfHttpIsSpokenToo() throws Exception {
        // Given
        LiveVideos.writeMany(redis, 500);
        awaitTotal("", 500);
        HttpClient client = HttpClient.newHttpClient();
        try (EventStream stream = EventStream.open(
                HttpClient.Version.HTTP_2, port, "/api/stream?limit=10000", "Accept-Encoding", "gzip")) {
            // When, Then
            assertEquals(500, stream.next("snapshot").json().get("videos").size());
            LiveVideos.write(redis, "v7", "viewers", "1000");
            assertEquals(
                    "[{\"video_id\":\"v7\",\"viewers\":1000}]",
                    stream.next("change").data());
            HttpResponse<byte[]> list = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/videos?limit=10000"))
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(HttpClient.Version.HTTP_2, list.version());
            assertEquals("gzip", list.headers().firstValue("content-encoding").orElse(""));
            assertEquals(
                    500,
                    new ObjectMapper()
                            .readTree(new GZIPInputStream(new ByteArrayInputStream(list.body())))
                            .get("videos")
                            .size());
        }
    }

    @Test
    void allVisitorsTogetherCostOneReadASecondAndNobodyCostsNone() {
        // Given
        LiveVideos.writeMany(redis, 2000);
        awaitTotal("", 2000);
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                // Five different queries.
                streams.add(EventStream.open(port, "/api/stream?limit=" + (1 + i % 5)));
            }
            streams.forEach(stream -> stream.next("snapshot"));
            // Right behind a read, so that none is under way when counting begins.
            LiveVideos.write(redis, "v1999", "viewers", "4999");
            streams.forEach(stream -> stream.next("change"));
            redis.send("CONFIG", "RESETSTAT");
            long start = System.nanoTime();
            // When
            for (int i = 0; i < 3; i++) {
                LiveVideos.write(redis, "v1999", "viewers", "" + (5000 + i));
                streams.forEach(stream -> stream.next("change"));
            }
            // Then
            String stats = (String) redis.send("INFO", "commandstats");
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            long reads = calls(stats, "zrevrange");
            long hashes = calls(stats, "hgetall");
            assertTrue(reads >= 3 && reads <= seconds + 2, reads + " reads in " + seconds + " s");
            // The last read may be under way.
            assertTrue(
                    hashes >= (reads - 1) * 2000 && hashes <= reads * 2000, hashes + " hashes in " + reads + " reads");
        } finally {
            streams.forEach(EventStream::close);
        }
        awaitStreams(0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofSeconds(3))
                .until(() -> {
                    long before = calls((String) redis.send("INFO", "commandstats"), "zrevrange");
                    redis.send("CONFIG", "RESETSTAT");
                    return before == 0;
                });
    }

    @Test
    void whoTakesNothingIsNotWaitedForAndGetsAFreshSnapshotLater() throws Exception {
        // Given
        int videos = 3000;
        String title = "a title of some length ".repeat(20);
        writeTitles(videos, title, 0);
        awaitTotal("", videos);
        try (Socket slow = new Socket();
                EventStream fast = EventStream.open(port, "/api/stream?limit=10000", "Accept-Encoding", "gzip")) {
            slow.setReceiveBufferSize(16 * 1024);
            slow.connect(new InetSocketAddress("127.0.0.1", port));
            slow.setSoTimeout(60_000);
            slow.getOutputStream()
                    .write("GET /api/stream?limit=10000 HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            fast.next("snapshot");
            // When: more happens than its connection can hold
            int changes = 12;
            for (int i = 1; i <= changes; i++) {
                writeTitles(videos, title, i);
                String last = i + title + (videos - 1);
                while (!fast.next().data().contains(last)) {
                    // As a change, or in a snapshot where Redis did not answer in time.
                }
            }
            // Then
            InputStream in = slow.getInputStream();
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            while (count(taken, "event: snapshot") < 2) {
                int length = in.read(buffer);
                assertTrue(length > 0, "The stream ended");
                taken.write(buffer, 0, length);
            }
            assertTrue(count(taken, "event: change") < changes, "Nothing was left out");
        }
    }

    private void writeTitles(int videos, String title, int round) {
        List<String[]> commands = new ArrayList<>();
        for (int i = 0; i < videos; i++) {
            commands.add(new String[] {"HSET", "video:v" + i, "title", round + title + i});
            commands.add(new String[] {"ZADD", "videos:live", "1", "v" + i});
        }
        redis.pipeline(commands);
    }

    private static int count(ByteArrayOutputStream bytes, String text) {
        return bytes.toString(StandardCharsets.ISO_8859_1).split(text, -1).length - 1;
    }

    private static long calls(String stats, String command) {
        return stats.lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceAll(".*:calls=([0-9]+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private void awaitTotal(String query, int total) {
        await("/api/videos?limit=1" + query, answer -> answer.body().contains("\"total\":" + total + ","));
    }

    /** Waits until so many streams are open. */
    private void awaitStreams(int open) {
        await("/q/metrics", answer -> metric(answer).equals(open + ".0"));
    }

    private static String metric(RawHttp.Answer metrics) {
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith("engage_portal_streams"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none");
    }

    @Test
    void theWholeListFitsOneEvent() {
        // Given
        LiveVideos.writeMany(redis, 5000);
        awaitTotal("", 5000);
        // When
        try (EventStream stream = EventStream.open(port, "/api/stream?limit=10000&sort=likes_10s")) {
            JsonNode list = stream.next("snapshot").json();
            // Then
            assertEquals(5000, list.get("total").intValue());
            assertEquals(5000, list.get("videos").size());
            assertEquals(49, list.at("/videos/0/likes_10s").intValue());
        }
    }
}
