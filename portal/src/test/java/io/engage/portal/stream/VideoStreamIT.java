package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.portal.EventStream;
import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: the stream of a video begins with a snapshot and then says what changed as soon as it is written. */
@QuarkusTest
class VideoStreamIT extends PortalIT {
    @Test
    void onlyWhatChangedIsSaid() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            EventStream.Event snapshot = stream.next();
            assertEquals("snapshot", snapshot.name());
            assertEquals("{\"video_id\":\"a\",\"title\":\"First\",\"status\":\"live\",\"viewers\":3}", snapshot.data());
            // When
            LiveVideos.write(redis, "a", "viewers", "4", "title", "First");
            // Then
            EventStream.Event change = stream.next();
            assertEquals("change", change.name());
            assertEquals("{\"viewers\":4}", change.data());
        }
    }

    @Test
    void numbersAreReadAsInTheHashHoweverTheyArePublished() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            stream.next("snapshot");
            // When
            redis.send(
                    "PUBLISH",
                    "video:a",
                    "{\"viewers\":4,\"likes_10s\":\"36\",\"sentiment_60s\":\"\",\"words_60s\":\"[[\\\"goal\\\",36]]\",\"title\":\"7\"}");
            // Then
            assertEquals(
                    "{\"title\":\"7\",\"viewers\":4,\"likes_10s\":36,\"words_60s\":[[\"goal\",36]],\"sentiment_60s\":null}",
                    stream.next().data());
        }
    }

    @Test
    void aBrokenMessageHarmsNobody() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            stream.next("snapshot");
            // When
            redis.send("PUBLISH", "video:a", "{\"viewers\":");
            redis.send("PUBLISH", "video:a", "{\"viewers\":5}");
            // Then
            assertEquals("{\"viewers\":5}", stream.next().data());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "..", "a/b", "\"quo'te<script>", "😀", "%", "%2F", "a b?c#d", "\r\n", "stream"})
    void anyVideoCanBeWatched(String id) {
        // Given
        LiveVideos.write(redis, id, "viewers", "3");
        try (EventStream stream = EventStream.open(
                port,
                "/api/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20") + "/stream")) {
            assertEquals(id, stream.next("snapshot").json().get("video_id").textValue());
            // When
            LiveVideos.write(redis, id, "viewers", "4");
            // Then
            assertEquals("{\"viewers\":4}", stream.next("change").data());
        }
    }

    @Test
    void allWatchersShareOneSubscriptionThatEndsWithTheLast() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        LiveVideos.write(redis, "b", "viewers", "3");
        List<EventStream> streams = new ArrayList<>();
        try {
            // When
            for (int i = 0; i < 20; i++) {
                streams.add(EventStream.open(port, "/api/videos/a/stream"));
                streams.getLast().next("snapshot");
            }
            // Then
            assertEquals(List.of("video:a", 1L, "video:b", 0L), subscribers("a", "b"));
            LiveVideos.write(redis, "a", "viewers", "4");
            streams.forEach(
                    stream -> assertEquals("{\"viewers\":4}", stream.next().data()));
        } finally {
            streams.forEach(EventStream::close);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> subscribers("a", "b").equals(List.of("video:a", 0L, "video:b", 0L)));
        assertEquals(List.of(), redis.send("PUBSUB", "CHANNELS"));
    }

    private Object subscribers(String a, String b) {
        return redis.send("PUBSUB", "NUMSUB", "video:" + a, "video:" + b);
    }

    @Test
    void aVideoThatIsNotThereIsGoneUntilItIs() {
        try (EventStream stream = EventStream.open(port, "/api/videos/later/stream")) {
            // Given
            EventStream.Event gone = stream.next();
            assertEquals("gone", gone.name());
            assertEquals("{\"video_id\":\"later\"}", gone.data());
            // When
            LiveVideos.write(redis, "later", "viewers", "1");
            // Then
            EventStream.Event snapshot = stream.next();
            assertEquals("snapshot", snapshot.name());
            assertEquals("{\"video_id\":\"later\",\"status\":\"live\",\"viewers\":1}", snapshot.data());
            // When it expires
            redis.send("DEL", "video:later");
            // Then
            assertEquals("gone", stream.next().name());
        }
    }

    @Test
    void aLostMessageIsMended() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "colour", "red");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            stream.next("snapshot");
            // When: written, but nothing is published
            redis.pipeline(List.of(
                    new String[] {"HSET", "video:a", "viewers", "4"}, new String[] {"HDEL", "video:a", "colour"}));
            // Then
            assertEquals("{\"viewers\":4,\"colour\":null}", stream.next().data());
        }
    }

    @Test
    void aReconnectBeginsWithASnapshot() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            stream.next("snapshot");
        }
        awaitNobodyWatches();
        LiveVideos.write(redis, "a", "viewers", "4");
        // When
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            // Then
            EventStream.Event first = stream.next();
            assertEquals("snapshot", first.name());
            assertEquals(4, first.json().get("viewers").intValue());
        }
    }

    @Test
    void aQuietStreamIsKeptOpen() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream", "Accept-Encoding", "gzip")) {
            stream.next("snapshot");
            // When, Then
            assertEquals(":", stream.nextComment());
            assertEquals(0, stream.unread());
        }
    }
}
