package io.engage.local.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chats as text. */
class ChatLogTest {
    private final ChatLog log = new ChatLog(new Naming("run", "p-"), "friday");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[18:04:33] ann: hello: world; ann; hello: world",
                "[0:04:33] <Ann B.> hello; Ann B.; hello",
                "[2026-11-23 18:04:33 UTC] ann: hello; ann; hello",
                "[2026-11-23T18:04:33.123Z] ann:  <3; ann; ' <3'",
                "[18:04:33]  名前: \"wow\" \\o/; 名前; \"wow\" \\o/"
            })
    void formsOfLines(String line, String user, String comment) {
        Line.Entry entry = assertInstanceOf(Line.Entry.class, read(line));
        assertTrue(ChatLog.isOne(line));
        assertEquals("p-friday", entry.video());
        assertEquals(
                "{\"event_type\":\"comment\",\"video_id\":\"p-friday\",\"user_id\":\"" + user + "\",\"comment\":\""
                        + comment.replace("\\", "\\\\").replace("\"", "\\\"") + "\",\"event_id\":\"run.0.1\"",
                new String(entry.json(), StandardCharsets.UTF_8));
    }

    @Test
    void timesGoOnOverMidnight() {
        assertEquals(Duration.ofHours(23).toMillis(), at("[23:00:00] a: x"));
        assertEquals(Duration.ofHours(25).plusMillis(500).toMillis(), at("[01:00:00.5] a: x"));
        assertEquals(
                Duration.ofHours(25).minusSeconds(1).toMillis(), at("[00:59:59] a: x"), "a little disorder is none");
        assertEquals(
                Duration.ofHours(100).toMillis(), new ChatLogTest().at("[100:00:00] a: x"), "since the stream began");
        assertEquals(Instant.parse("2026-11-23T18:04:33Z").toEpochMilli(), at("[2026-11-23 18:04:33] a: x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# Start logging at 2026-11-23",
                "[18:04:33] ann waves",
                "[18:04:33] * ann waves: bye",
                "[18:04] ann: x",
                "ann: x",
                "[18:04:33] ann:",
                "[2026-13-23 18:04:33] ann: x"
            })
    void whatIsNoCommentIsBroken(String line) {
        assertInstanceOf(Line.Broken.class, read(line));
    }

    @Test
    void aCommentThatIsTooLongIsCut() {
        Line.Entry entry = assertInstanceOf(Line.Entry.class, read("[18:04:33] a: " + "x".repeat(2_001)));
        assertTrue(entry.cut());
        assertFalse(assertInstanceOf(Line.Entry.class, read("[18:04:33] a: " + "x".repeat(2_000)))
                .cut());
    }

    @Test
    void bytesThatAreNoTextAreBroken() {
        byte[] bytes = "[18:04:33] a: x".getBytes(StandardCharsets.UTF_8);
        bytes[14] = (byte) 0xFF;
        assertEquals(new Line.Broken("not valid UTF-8"), log.read(bytes, bytes.length, "run.0.1"));
    }

    private long at(String line) {
        return assertInstanceOf(Line.Entry.class, read(line)).at();
    }

    private Line read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return log.read(bytes, bytes.length, "run.0.1");
    }
}
