package io.engage.portal.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Promise: who has a snapshot and applies the changes as documented has the next snapshot. */
class SelectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 300)
    void aSnapshotAndTheChangesAreTheNextSnapshot(
            @ForAll("worlds") List<Map<String, Map<String, String>>> worlds, @ForAll("queries") VideoQuery query)
            throws Exception {
        // Given
        Map<String, Video> last = new HashMap<>();
        Selection before = new World(0, List.of(), 0).select(query);
        Map<String, ObjectNode> client = new TreeMap<>();
        long total = 0;
        for (Map<String, Map<String, String>> hashes : worlds) {
            // When
            Map<String, Video> videos = new HashMap<>();
            hashes.forEach((id, hash) -> videos.put(id, Video.next(id, last.get(id), hash)));
            Selection selection = new World(before.asOf() + 1000, videos.values(), 0).select(query);
            Selection.Difference difference = selection.since(before);
            for (JsonNode id : array(difference.gone())) {
                client.remove(id.textValue());
            }
            for (JsonNode change : array(difference.changed())) {
                ObjectNode video =
                        client.computeIfAbsent(change.get("video_id").textValue(), id -> JSON.createObjectNode());
                change.properties().forEach(p -> {
                    if (p.getValue().isNull()) {
                        video.remove(p.getKey());
                    } else {
                        video.set(p.getKey(), p.getValue());
                    }
                });
            }
            if (difference.total().isPresent()) {
                total = JSON.readTree(difference.total().get()).get("total").longValue();
            }
            // Then
            assertEquals(byId(JSON.readTree(selection.json()).get("videos")), client);
            assertEquals(selection.total(), total);
            before = selection;
            last.clear();
            last.putAll(videos);
        }
    }

    private static JsonNode array(Optional<String> json) throws Exception {
        return JSON.readTree(json.orElse("[]"));
    }

    /** Without what is null, which stands for nothing. */
    private static Map<String, ObjectNode> byId(JsonNode videos) {
        Map<String, ObjectNode> byId = new TreeMap<>();
        for (JsonNode video : videos) {
            ObjectNode copy = video.deepCopy();
            List<String> nothing = new ArrayList<>();
            copy.properties().forEach(p -> {
                if (p.getValue().isNull()) {
                    nothing.add(p.getKey());
                }
            });
            copy.remove(nothing);
            byId.put(video.get("video_id").textValue(), copy);
        }
        return byId;
    }

    @Provide
    Arbitrary<List<Map<String, Map<String, String>>>> worlds() {
        Arbitrary<Map<String, String>> hash = Arbitraries.maps(
                        Arbitraries.of(
                                "viewers",
                                "likes_10s",
                                "title",
                                "status",
                                "sentiment_60s",
                                "latitude",
                                "longitude",
                                "colour"),
                        Arbitraries.of("1", "2", "3", "", "ended", "live", "100"))
                .ofMinSize(1)
                .ofMaxSize(8);
        return Arbitraries.maps(Arbitraries.of("a", "b", "c/d", "\"e\"", "😀", "f"), hash)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<VideoQuery> queries() {
        return Arbitraries.of(Status.values())
                .flatMap(status -> Arbitraries.of(Sort.values())
                        .flatMap(sort -> Arbitraries.integers()
                                .between(1, 4)
                                .flatMap(limit -> Arbitraries.of(
                                                Optional.<BoundingBox>empty(),
                                                Optional.of(new BoundingBox(90, -10, 10, 10)))
                                        .flatMap(box -> Arbitraries.of(
                                                        FieldChoice.ALL, new FieldChoice(Set.of("viewers", "colour")))
                                                .map(fields -> new VideoQuery(status, sort, limit, box, fields))))));
    }

    @Test
    void theHighestComeFirstAndEqualsByTheirIds() {
        // Given
        List<Video> videos = List.of(
                Video.of("c", Map.of("viewers", "5")),
                Video.of("a", Map.of("viewers", "5")),
                Video.of("none", Map.of("title", "No figures yet")),
                Video.of("b", Map.of("viewers", "7")));
        // When
        Selection selection = new World(1, videos, 0).select(VideoQuery.DEFAULT);
        // Then
        assertEquals(
                List.of("b", "a", "c", "none"),
                selection.videos().stream().map(Video::id).toList());
    }

    @Test
    void aVideoThatDidNotChangeIsTheSameObject() {
        // Given
        Video video = Video.of("a", Map.of("viewers", "5", "colour", "red"));
        // When, Then
        assertSame(video, Video.next("a", video, Map.of("colour", "red", "viewers", "5")));
        assertSame(video, video.with(Map.of("viewers", "5")));
        assertNotSame(video, Video.next("a", video, Map.of("viewers", "5", "colour", "blue")));
        assertNotSame(video, Video.next("a", video, Map.of("viewers", "5")));
    }
}
