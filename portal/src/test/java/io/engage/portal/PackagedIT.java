package io.engage.portal;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same promises for what is packaged, a jar or a native executable: it holds all it needs to do its work. */
@QuarkusIntegrationTest
@QuarkusTestResource(RedisProcess.class)
class PackagedIT {
    @BeforeEach
    void write() {
        try (RedisSocket redis = RedisProcess.connect()) {
            redis.send("FLUSHALL");
            LiveVideos.write(redis, "v/1", "title", "A <b> title", "viewers", "7", "views", "9", "likes_10s", "3");
        }
    }

    @Test
    void itAnswersWithTheFigures() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> given().get("/api/videos").jsonPath().getInt("total") == 1);
        given().urlEncodingEnabled(false)
                .get("/api/videos/v%2F1")
                .then()
                .statusCode(200)
                .body("video_id", equalTo("v/1"), "viewers", equalTo(7), "likes_10s", equalTo(3));
        given().urlEncodingEnabled(false)
                .get("/api/videos/v%2F1/history")
                .then()
                .statusCode(200);
        given().get("/api/videos/none").then().statusCode(404);
        given().get("/api/videos?limit=many").then().statusCode(400);
    }

    @Test
    void itHoldsItsPagesAndSaysWhichBuildItIs() {
        // Given
        Response info = given().get("/q/info");
        assertEquals(200, info.statusCode());
        String version = info.jsonPath().getString("version");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> given().get("/").statusCode() == 200);
        // Then
        given().get("/")
                .then()
                .statusCode(200)
                .body(containsString("A &lt;b&gt; title"), containsString("Engage " + version + "</footer>"));
        given().get("/assets/home.js").then().statusCode(200);
        given().get("/assets/world/world.json").then().statusCode(200);
        given().get("/q/openapi").then().statusCode(200).body(not(equalTo("")));
        given().get("/q/health").then().statusCode(200);
    }
}
