package io.engage.events;

import static io.engage.events.EventText.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: what the contract allows is read as it is meant, and what it refuses is refused with a reason that helps. */
class EventParserTest {
    private final EventParser parser = new EventParser();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyKindIsRead(EventType type) {
        // When
        Event event = accepted(EventText.of(type.wireName())).event();
        // Then
        assertSame(type, event.type());
        assertEquals("v-1", event.videoId());
        assertEquals("u-1", event.userId());
        assertEquals(NOW, event.timestamp());
        assertNull(event.place());
        assertNull(event.sessionId());
    }

    @Test
    void allFieldsAreRead() {
        // Given
        EventText text = EventText.of("start_video")
                .with("latitude", "-33.5")
                .with("longitude", "151.25e0")
                .with("event_id", "\"e-1\"")
                .with("session_id", "\"s-1\"")
                .with("title", "\"Final \\\"live\\\" \\u26bd \\ud83d\\ude00\"");
        // When
        Event event = accepted(text).event();
        // Then
        assertEquals(
                new Event.StartVideo(
                        new Occurrence("e-1", "v-1", "u-1", NOW, new Place(-33.5, 151.25), "s-1"),
                        "Final \"live\" ⚽ 😀"),
                event);
    }

    @Test
    void aLineOfTheOriginalSimulatorIsReadAsItIs() {
        // Given
        String line = "{\"event_type\": \"comment\", \"video_id\": 8671, \"user_id\": 12, \"timestamp\": " + NOW
                + ", \"latitude\": 40.7, \"longitude\": -74, \"comment\": \"wow\"}";
        // When
        Event event = accepted(line).event();
        // Then
        assertEquals("8671", event.videoId());
        assertEquals("12", event.userId());
        assertEquals(new Place(40.7, -74), event.place());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T18:00:00Z, 2026-11-23T18:00:00Z",
        "2026-11-23T18:00:00.1239Z, 2026-11-23T18:00:00.123Z",
        "2026-11-23T20:30:00+02:30, 2026-11-23T18:00:00Z",
    })
    void aTimestampMayBeAnInstant(String written, String meant) {
        // Given
        long instant = Instant.parse(meant).toEpochMilli();
        String text =
                EventText.of("play").with("timestamp", "\"" + written + "\"").toString();
        // When
        Parsed parsed = parse(text, instant);
        // Then
        assertEquals(
                instant, assertInstanceOf(Parsed.Accepted.class, parsed).event().timestamp());
    }

    @ParameterizedTest
    @CsvSource({"300000,true", "300001,false", "-604800000,true", "-604800001,false"})
    void aTimestampIsAtMostFiveMinutesAheadOfTheClockAndSevenDaysBehindIt(long off, boolean allowed) {
        // When
        Parsed parsed = parse(EventText.of("play").with("timestamp", Long.toString(NOW + off)));
        // Then
        assertEquals(allowed, parsed instanceof Parsed.Accepted, parsed::toString);
    }

    @Test
    void anEventIdIsAddedBeforeTheClosingBrace() {
        // Given
        EventText text = EventText.of("like");
        // When
        Parsed.Accepted accepted = accepted(text);
        // Then
        String sent = text.toString();
        assertEquals(
                sent.substring(0, sent.length() - 1) + ",\"event_id\":\""
                        + accepted.event().eventId() + "\"}",
                line(accepted));
        assertEquals(32, accepted.event().eventId().length());
    }

    @Test
    void anEventIdThatIsNullIsReplacedWhereItStands() {
        // Given
        String derived = accepted(EventText.of("like")).event().eventId();
        EventText text =
                EventText.of("like").without("user_id").with("event_id", "null").with("user_id", "\"u-1\"");
        // When
        Parsed.Accepted accepted = accepted(text);
        // Then
        assertEquals(derived, accepted.event().eventId());
        assertEquals(text.with("event_id", "\"" + derived + "\"").toString(), line(accepted));
    }

    @Test
    void theBytesStayAsReceivedButOnOneLine() {
        // Given
        String sent = "\r\n {\n\t\"event_type\" : \"play\",\r\n  \"video_id\":\"\\u0076-1\",\n\"user_id\":\"ü\\n\","
                + "\"timestamp\":" + NOW + ",\n\"extra\":{\"a\":[1.50,\n{}]},\"event_id\" :\t\"e\"\n}\n\n";
        // When
        Parsed.Accepted accepted = accepted(sent);
        // Then
        assertEquals(
                "{\"event_type\" : \"play\",  \"video_id\":\"\\u0076-1\",\"user_id\":\"ü\\n\",\"timestamp\":" + NOW
                        + ",\"extra\":{\"a\":[1.50,{}]},\"event_id\" :\"e\"}",
                line(accepted));
        assertEquals("v-1", accepted.event().videoId());
        assertEquals("ü\n", accepted.event().userId());
    }

    @Test
    void optionalFieldsThatAreNullCountAsAbsent() {
        // Given
        EventText text = EventText.of("start_video")
                .with("latitude", "null")
                .with("longitude", "null")
                .with("session_id", "null")
                .with("title", "null")
                .with("comment", "null");
        // When
        Event event = accepted(text).event();
        // Then
        assertNull(event.place());
        assertNull(event.sessionId());
        assertEquals(new Event.StartVideo(event.occurrence(), null), event);
    }

    @Test
    void aCommentElsewhereThanInACommentIsIgnored() {
        // Given
        EventText text = EventText.of("like").with("comment", "\"\"").with("title", "[7]");
        // When
        Parsed.Accepted accepted = accepted(text);
        // Then
        assertEquals(accepted(EventText.of("like")).event(), accepted.event());
        assertTrue(line(accepted).contains("\"comment\":\"\",\"title\":[7]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "{",
                "{}x",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":nul",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":[}",
                "{\"a\":{]}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1}}",
                "{} {}",
                "[1",
                "\uFEFF{}",
                "{\"a\":\u00a01}",
                "{/**/}",
                "{\"a\":\"\\u00e\"}"
            })
    void whatIsNotJsonIsRefused(String text) {
        refused(Problem.NOT_JSON, "not JSON: ", parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"play\"", "null", "true", "[]", "[{\"a\":1}]", "1.5e3"})
    void whatIsNotAnObjectIsRefused(String text) {
        refused(Problem.NOT_AN_OBJECT, "not an object but ", parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\ud800", "\\udc00", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\ud83d", "\\uDE00\\uD83D", "a\\ud83d"})
    void aLoneSurrogateIsRefused(String escaped) {
        refused(
                Problem.NOT_UNICODE,
                "not valid Unicode: half of a surrogate pair stands alone",
                parse(EventText.of("comment").with("comment", "\"" + escaped + "\"")));
        refused(
                Problem.NOT_UNICODE,
                "not valid Unicode",
                parse(EventText.of("like").toString().replace("{", "{\"" + escaped + "\":1,"), NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c080",
                "c3",
                "e08080",
                "eda080",
                "edbfbf",
                "f08080",
                "f4908080",
                "f5808080",
                "ff",
                "e282",
                "f09f98"
            })
    void whatIsNotUtf8IsRefused(String hex) {
        // Given
        byte[] bytes =
                EventText.of("comment").with("comment", "\"####\"").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] bad = HexFormat.of().parseHex(hex);
        System.arraycopy(bad, 0, bytes, new String(bytes, StandardCharsets.ISO_8859_1).indexOf("####"), bad.length);
        // When
        Parsed parsed = parser.parse(bytes, 0, bytes.length, NOW);
        // Then
        refused(Problem.NOT_UNICODE, "not valid UTF-8 at byte ", parsed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_type", "video_id", "user_id", "timestamp", "comment"})
    void aMissingFieldIsRefused(String field) {
        refused(
                Problem.MISSING,
                field + " is missing; give ",
                parse(EventText.of("comment").without(field)));
        refused(
                Problem.MISSING,
                field + " is missing; give ",
                parse(EventText.of("comment").with(field, "null")));
    }

    @ParameterizedTest
    @CsvSource({
        "video_id,play",
        "user_id,play",
        "comment,comment",
        "event_id,play",
        "session_id,play",
        "title,start_video"
    })
    void anEmptyFieldIsRefused(String field, String type) {
        refused(
                Problem.MISSING,
                field + " is empty; give at least one character",
                parse(EventText.of(type).with(field, "\"\"")));
    }

    @ParameterizedTest
    @CsvSource({
        "video_id,play,1.5", "video_id,play,1e3", "user_id,play,true", "user_id,play,[1]", "event_type,play,3",
        "timestamp,play,1.5", "timestamp,play,1.795e12", "timestamp,play,{}", "latitude,play,'\"1\"'",
                "longitude,play,false",
        "comment,comment,5", "event_id,play,5", "session_id,play,5", "title,start_video,{}"
    })
    void aFieldOfAnotherTypeIsRefused(String field, String type, String json) {
        EventText text = EventText.of(type);
        if (field.endsWith("itude")) {
            text = text.with("latitude", "1").with("longitude", "1");
        }
        refused(Problem.WRONG_TYPE, field + " must be ", parse(text.with(field, json)));
    }

    @ParameterizedTest
    @CsvSource({
        "video_id,play,128",
        "user_id,play,128",
        "event_id,play,64",
        "session_id,play,64",
        "comment,comment,2000",
        "title,start_video,200"
    })
    void anOversizedFieldIsRefused(String field, String type, int limit) {
        for (String character : new String[] {"a", "é", "€", "😀", "\\n", "\\u20ac", "\\ud83d\\ude00"}) {
            EventText text = EventText.of(type);
            accepted(text.with(field, "\"" + character.repeat(limit) + "\""));
            refused(
                    Problem.TOO_LONG,
                    field + " has " + (limit + 1) + " characters; at most " + limit + " are allowed",
                    parse(text.with(field, "\"" + character.repeat(limit + 1) + "\"")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "8671", "123456789012345678901234567890"})
    void anIntegerIdIsKeptAsItIsWritten(String id) {
        assertEquals(
                id, accepted(EventText.of("play").with("video_id", id)).event().videoId());
    }

    @Test
    void anUnknownTypeIsRefusedAndNamed() {
        refused(
                Problem.UNKNOWN_TYPE,
                "event_type \"liek\" is unknown; use one of start_video, end_video, play, leave, heartbeat, like, dislike, comment",
                parse(EventText.of("play").with("event_type", "\"liek\"")));
        refused(
                Problem.UNKNOWN_TYPE,
                "event_type \"" + "😀".repeat(40) + "…\" is unknown",
                parse(EventText.of("play").with("event_type", "\"" + "😀".repeat(50) + "\"")));
    }

    @Test
    void aTypeMayBeWrittenWithEscapes() {
        assertSame(
                EventType.PLAY,
                accepted(EventText.of("play").with("event_type", "\"\\u0070lay\""))
                        .event()
                        .type());
    }

    @Test
    void latitudeAndLongitudeComeTogether() {
        refused(
                Problem.BAD_PLACE,
                "latitude is given without longitude; give both or neither",
                parse(EventText.of("play").with("latitude", "1")));
        refused(
                Problem.BAD_PLACE,
                "longitude is given without latitude; give both or neither",
                parse(EventText.of("play").with("longitude", "1").with("latitude", "null")));
    }

    @ParameterizedTest
    @CsvSource({"90.0000001,0", "-91,0", "1e999,0", "-1e999,0", "0,180.5", "0,-1e400", "0,181"})
    void aPlaceOutsideTheGlobeIsRefused(String latitude, String longitude) {
        refused(
                Problem.BAD_PLACE,
                "itude must be from -",
                parse(EventText.of("play").with("latitude", latitude).with("longitude", longitude)));
    }

    @ParameterizedTest
    @CsvSource({"90,180", "-90,-180", "1e-999,0", "-0.0,-0"})
    void aPlaceAtTheEdgeIsTaken(String latitude, String longitude) {
        accepted(EventText.of("play").with("latitude", latitude).with("longitude", longitude));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"\"",
                "\"2026-11-23\"",
                "\"2026-11-23T18:00:00\"",
                "\"1795460000000\"",
                "\"+1000000000-12-31T23:59:59Z\""
            })
    void aTextThatIsNoTimeIsRefused(String json) {
        refused(
                Problem.BAD_TIMESTAMP,
                "timestamp is ",
                parse(EventText.of("play").with("timestamp", json)));
    }

    @ParameterizedTest
    @CsvSource({
        "1795460000, in seconds; send milliseconds", "1795460000000000, in microseconds; send milliseconds",
        "99999999999999999999999, ahead of the clock", "-99999999999999999999999, behind the clock",
        "9223372036854775807, ahead of the clock", "-9223372036854775808, behind the clock",
        "18446744075505011616, ahead of the clock", "0, behind the clock"
    })
    void aTimestampFarFromTheClockIsRefused(String json, String reason) {
        refused(Problem.BAD_TIMESTAMP, reason, parse(EventText.of("play").with("timestamp", json)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_type", "video_id", "timestamp", "comment", "event_id", "title", "\\u0075ser_id"})
    void aFieldGivenTwiceIsRefused(String field) {
        // Given
        String all = EventText.of("comment")
                .with("event_id", "null")
                .with("title", "1")
                .toString();
        String twice = all.replace("{", "{\"" + field + "\":\"v-1\",");
        // When
        Parsed parsed = parse(twice, NOW);
        // Then
        refused(Problem.GIVEN_TWICE, " is given twice; give it once", parsed);
    }

    @Test
    void unknownFieldsMayNestUpToTheLimit() {
        // Given
        int levels = EventParser.MAX_DEPTH - 1;
        EventText text = EventText.of("play");
        // Then
        accepted(text.with("x", "[".repeat(levels) + "]".repeat(levels)));
        accepted(text.with("x", "{\"a\":".repeat(levels) + "1" + "}".repeat(levels)));
        refused(
                Problem.TOO_DEEP,
                "nested deeper than 16 levels",
                parse(text.with("x", "[".repeat(levels + 1) + "]".repeat(levels + 1))));
    }

    @Test
    void aMillionBracketsCostNothing() {
        String brackets = "[".repeat(1_000_000);
        assertTimeout(Duration.ofSeconds(60), () -> {
            refused(Problem.TOO_DEEP, "nested", parse(brackets, NOW));
            refused(Problem.TOO_DEEP, "nested", parse("{\"a\":" + brackets, NOW));
        });
    }

    @Test
    void anEventThatIsTooLongAsAWholeIsRefused() {
        // Given
        EventText text = EventText.of("play").with("x", "\"\"");
        int room = EventParser.MAX_BYTES - text.toString().length();
        // Then
        accepted(text.with("x", "\"" + "a".repeat(room) + "\""));
        refused(
                Problem.TOO_LONG,
                "the event has 32769 bytes; at most 32768 are allowed",
                parse(text.with("x", "\"" + "a".repeat(room + 1) + "\"")));
    }

    @Test
    void aNumberThatIsTooLongIsRefused() {
        accepted(EventText.of("play").with("x", "1".repeat(128)));
        refused(
                Problem.TOO_LONG,
                "a number has more than 128",
                parse(EventText.of("play").with("x", "1".repeat(129))));
        refused(
                Problem.TOO_LONG,
                "a number has more than 128",
                parse(EventText.of("play").with("x", "{\"y\":[1," + "1".repeat(129) + "]}")));
    }

    @Test
    void aRecordOfATopicIsReadWithoutTheClock() {
        // Given
        byte[] record = accepted(EventText.of("play")).line();
        // When
        Parsed.Accepted again = assertInstanceOf(Parsed.Accepted.class, parser.read(record));
        // Then
        assertSame(record, again.line());
        assertEquals(NOW, again.event().timestamp());
        assertInstanceOf(Parsed.Refused.class, parser.read(Arrays.copyOf(record, record.length - 1)));
        assertInstanceOf(Parsed.Refused.class, parser.read(new byte[0]));
        assertInstanceOf(
                Parsed.Refused.class,
                parser.read(EventText.of("play")
                        .with("timestamp", "9223372036854775807")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theElementsOfAnArrayAreReadOneAfterTheOther() {
        // Given
        String first = EventText.of("play").toString();
        byte[] bytes = ("[ " + first + " , 5, {\"a\":tru} ]").getBytes(StandardCharsets.UTF_8);
        // When, then
        assertInstanceOf(Parsed.Accepted.class, parser.parseNext(bytes, 1, bytes.length, NOW));
        assertEquals(2 + first.length(), parser.end());
        refused(Problem.NOT_AN_OBJECT, "not an object", parser.parseNext(bytes, parser.end() + 2, bytes.length, NOW));
        refused(Problem.NOT_JSON, "not JSON", parser.parseNext(bytes, parser.end() + 1, bytes.length, NOW));
        assertEquals(-1, parser.end());
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        // Given
        byte[] event = EventText.of("play").toString().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[event.length + 20];
        Arrays.fill(bytes, (byte) '}');
        System.arraycopy(event, 0, bytes, 10, event.length);
        // When
        Parsed parsed = parser.parse(bytes, 10, event.length, NOW);
        // Then
        assertArrayEquals(
                accepted(EventText.of("play")).line(),
                assertInstanceOf(Parsed.Accepted.class, parsed).line());
        assertInstanceOf(Parsed.Refused.class, parser.parse(bytes, 10, event.length - 1, NOW));
    }

    private Parsed.Accepted accepted(EventText text) {
        return accepted(text.toString());
    }

    private Parsed.Accepted accepted(String text) {
        Parsed parsed = parse(text, NOW);
        return assertInstanceOf(Parsed.Accepted.class, parsed, parsed::toString);
    }

    private static void refused(Problem problem, String reason, Parsed parsed) {
        Parsed.Refused refused = assertInstanceOf(Parsed.Refused.class, parsed);
        assertEquals(problem, refused.problem(), refused::reason);
        assertTrue(refused.reason().contains(reason), refused::reason);
    }

    private Parsed parse(EventText text) {
        return parse(text.toString(), NOW);
    }

    private Parsed parse(String text, long now) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 0, bytes.length, now);
    }

    private static String line(Parsed.Accepted accepted) {
        return new String(accepted.line(), StandardCharsets.UTF_8);
    }
}
