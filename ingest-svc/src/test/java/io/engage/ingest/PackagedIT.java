package io.engage.ingest;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.events.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The same promises for what is packaged, a jar or a native executable: it holds all it needs to do its work. */
@QuarkusIntegrationTest
@WithTestResource(IngestUnderTest.class)
class PackagedIT {
    private final String video = "packaged " + UUID.randomUUID();

    @Test
    void eventsOfEveryFormReachKafka() throws IOException {
        // Given
        awaitReady();
        String like = event("like", "u1");
        String comment = event("comment", "u2").replace("}", ",\"comment\":\"so good 😀\"}");
        String leave = event("leave", "u3");
        // When
        given().header("X-API-Key", IngestUnderTest.SERVER)
                .contentType("application/json")
                .body("[" + like + "," + event("nonsense", "u1") + "]")
                .post("/v1/events")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("rejected[0].index", equalTo(1));
        given().header("X-API-Key", IngestUnderTest.SERVER)
                .header("Content-Encoding", "gzip")
                .contentType("application/x-ndjson")
                .body(gzip(comment + "\n"))
                .post("/v1/events")
                .then()
                .statusCode(202);
        given().queryParam("key", IngestUnderTest.PLAYER)
                .header("Origin", "https://tv.example")
                .contentType("text/plain")
                .body(leave)
                .post("/v1/events")
                .then()
                .statusCode(202);
        // Then
        assertEquals(1, LogReader.values(Topics.REACTIONS, video).size());
        assertEquals(1, LogReader.values(Topics.COMMENTS, video).size());
        assertEquals(1, LogReader.values(Topics.VIEWS, video).size());
        assertEquals(
                List.of(true),
                LogReader.values(Topics.COMMENTS, video).stream()
                        .map(value -> value.contains("so good 😀"))
                        .toList());
    }

    @Test
    void itHoldsItsFilesAndSaysWhichBuildItIs() {
        given().get("/engage.js").then().statusCode(200).body(containsString("heartbeat"));
        given().get("/demo").then().statusCode(200);
        given().get("/q/info")
                .then()
                .statusCode(200)
                .body("name", equalTo("engage-ingest"), "version", not(equalTo("")));
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm"));
    }

    private static void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private String event(String type, String user) {
        return "{\"event_type\":\"%s\",\"video_id\":\"%s\",\"user_id\":\"%s\",\"timestamp\":%d}"
                .formatted(type, video, user, System.currentTimeMillis());
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
