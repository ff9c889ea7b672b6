package io.engage.portal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise: the history of a video is one list of points, made of what each metric wrote. */
@QuarkusTest
class HistoryApiIT extends PortalIT {
    private static final long START = 1_700_000_040;

    @BeforeEach
    void history() {
        redis.send("HSET", "video:v", "viewers", "7");
        redis.send(
                "HSET",
                "history:viewers:v",
                "" + START,
                "{\"viewers\":7}",
                "" + (START + 10),
                "{\"viewers\":9}",
                "" + (START + 20),
                "{\"viewers\":8}",
                "" + (START + 60),
                "{\"viewers\":5}");
        redis.send(
                "HSET",
                "history:reactions:v",
                "" + START,
                "{\"likes\":2,\"dislikes\":0}",
                "" + (START + 10),
                "{\"likes\":3,\"dislikes\":1}");
        redis.send(
                "HSET",
                "history:comments:v",
                "" + START,
                "{\"comments\":30,\"sentiment\":3.0}",
                "" + (START + 10),
                "{\"comments\":10,\"sentiment\":1.0}",
                "" + (START + 20),
                "{\"comments\":0,\"sentiment\":null}");
    }

    @Test
    void theMetricsAreOnePointEachTenSeconds() {
        assertEquals(
                "{\"step\":10,\"points\":["
                        + "{\"t\":1700000040000,\"viewers\":7,\"likes\":2,\"dislikes\":0,\"comments\":30,\"sentiment\":3.0},"
                        + "{\"t\":1700000050000,\"viewers\":9,\"likes\":3,\"dislikes\":1,\"comments\":10,\"sentiment\":1.0},"
                        + "{\"t\":1700000060000,\"viewers\":8,\"comments\":0,\"sentiment\":null}]}",
                get("/api/videos/v/history?from=1700000040000&to=1700000100000").body());
    }

    @Test
    void aLongerStepSumsAndTakesTheHighest() {
        assertEquals(
                "{\"step\":60,\"points\":["
                        + "{\"t\":1700000040000,\"viewers\":9,\"likes\":5,\"dislikes\":1,\"comments\":40,\"sentiment\":2.5},"
                        + "{\"t\":1700000100000,\"viewers\":5}]}",
                get("/api/videos/v/history?from=1700000040000&to=1700000160000&step=60")
                        .body());
    }

    @Test
    void aWholeDayIsTheSameAsItsParts() {
        assertEquals(
                get("/api/videos/v/history?from=1700000040000&to=1700000160000").body(),
                get("/api/videos/v/history?from=1699950000000&to=1700030000000").body());
    }

    @Test
    void withoutParametersItIsTheLastHour() {
        // Given
        long slot = System.currentTimeMillis() / 10_000 * 10 - 20;
        redis.send("HSET", "history:viewers:v", "" + slot, "{\"viewers\":3}", "" + (slot - 7200), "{\"viewers\":4}");
        // When, Then
        assertEquals(
                "{\"step\":10,\"points\":[{\"t\":" + slot * 1000 + ",\"viewers\":3}]}",
                get("/api/videos/v/history").body());
    }

    @Test
    void aVideoWithoutHistoryHasNoPoints() {
        // Given
        redis.send("HSET", "video:new", "viewers", "7");
        // When, Then
        assertEquals(
                "{\"step\":10,\"points\":[]}", get("/api/videos/new/history").body());
    }

    @Test
    void tooManyPointsAreRefusedAndTheMostAreAnswered() {
        // Given
        List<String> day = new ArrayList<>(List.of("HSET", "history:viewers:day"));
        for (int i = 0; i < 8640; i++) {
            day.add("" + (1_700_006_400 + i * 10));
            day.add("{\"viewers\":" + i + "}");
        }
        redis.send(day.toArray(String[]::new));
        redis.send("HSET", "video:day", "viewers", "7");
        // When
        RawHttp.Answer whole = get("/api/videos/day/history?from=1700006400000&to=1700092800000");
        RawHttp.Answer more = get("/api/videos/day/history?from=1700006400000&to=1700092800001");
        // Then
        assertEquals(8640, whole.body().split("\"t\":", -1).length - 1);
        assertEquals(400, more.status());
        assertTrue(more.body().contains("a longer step"), more.body());
    }

    @Test
    void aBrokenPointIsLeftOut() {
        // Given
        redis.send("HSET", "history:viewers:v", "" + (START + 10), "{\"viewers\":", "" + (START + 20), "7");
        // When, Then
        assertEquals(
                "{\"step\":10,\"points\":["
                        + "{\"t\":1700000050000,\"likes\":3,\"dislikes\":1,\"comments\":10,\"sentiment\":1.0},"
                        + "{\"t\":1700000060000,\"comments\":0,\"sentiment\":null}]}",
                get("/api/videos/v/history?from=1700000050000&to=1700000100000").body());
    }
}
