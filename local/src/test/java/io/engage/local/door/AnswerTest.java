package io.engage.local.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is read from the door's answers. */
class AnswerTest {
    @Test
    void partOfABatchIsTaken() {
        Answer answer = of(
                202, "{\"accepted\":3,\"rejected\":[{\"index\":1,\"reason\":\"no\\u00e9\",\"more\":[{}]}],\"new\":{}}");
        assertEquals(new Answer.Settled(3, List.of(new Answer.Rejected(1, "noé"))), answer);
    }

    @Test
    void noneOfABatchIsTaken() {
        assertEquals(
                new Answer.Settled(0, List.of(new Answer.Rejected(0, "why"))),
                of(400, "{\"rejected\":[{\"reason\":\"why\",\"index\":0}],\"accepted\":0}"));
    }

    @Test
    void aRequestIsRefusedAsAWhole() {
        Answer.Never never = assertInstanceOf(
                Answer.Never.class, of(400, "{\"accepted\":0,\"rejected\":[],\"reason\":\"not gzip\"}"));
        assertTrue(never.reason().contains("not gzip"));
    }

    @Test
    void comesLaterWhenTheDoorSays() {
        Answer answer = Answer.of(
                503,
                Optional.of("2"),
                "{\"accepted\":0,\"rejected\":[],\"reason\":\"busy\"}".getBytes(StandardCharsets.UTF_8));
        assertEquals(new Answer.Later("it answers HTTP 503: busy", Optional.of(Duration.ofSeconds(2))), answer);
    }

    @Test
    void aDateToComeAgainIsLeftToTheUsualPause() {
        Answer answer = Answer.of(429, Optional.of("Wed, 21 Oct 2026 07:28:00 GMT"), new byte[0]);
        assertEquals(new Answer.Later("it answers HTTP 429", Optional.empty()), answer);
    }

    @Test
    void somethingElseThanTheDoorListensThere() {
        assertInstanceOf(Answer.Never.class, of(200, "<html>hello</html>"));
        assertInstanceOf(Answer.Never.class, of(202, "{}"));
        assertInstanceOf(Answer.Never.class, of(404, "Not found"));
        assertInstanceOf(Answer.Never.class, of(301, ""));
    }

    @Property
    void everyStatusHasAnAnswer(@ForAll @IntRange(min = 100, max = 599) int status, @ForAll String body) {
        assertTrue(of(status, body) != null);
    }

    private static Answer of(int status, String body) {
        return Answer.of(status, Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }
}
