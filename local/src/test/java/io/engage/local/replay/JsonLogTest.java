package io.engage.local.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.EventType;
import io.engage.events.EventWriter;
import io.engage.events.Occurrence;
import io.engage.events.Parsed;
import io.engage.events.Place;
import io.engage.events.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of logs on their way to the door. */
class JsonLogTest {
    private static final String ID = "run.0.1";

    private final JsonLog log = new JsonLog(new Naming("run", ""));

    @Test
    void anEventOfTheOriginalSimulator() {
        Line.Entry entry = entry(
                "{\"timestamp\": 0.41, \"event_type\": \"play\", \"user_id\": 8671, \"video_id\": 3, \"latitude\": 49.18, \"longitude\": -90.84}");
        assertEquals(24_600, entry.at());
        assertEquals("3", entry.video());
        assertEquals(
                "{\"event_type\":\"play\",\"user_id\":8671,\"video_id\":3,\"latitude\":49.18,\"longitude\":-90.84,\"event_id\":\"run.0.1\"",
                text(entry));
        Event event = accepted(entry);
        assertEquals(new Event.Play(new Occurrence(ID, "3", "8671", 1_000, new Place(49.18, -90.84), null)), event);
    }

    @Test
    void fieldsThatTheContractDoesNotKnowAreKept() {
        assertEquals(
                "{\"event_type\":\"like\",\"a\":{\"b\":[1.50,1e3,null,true]},\"c\":12345678901234567890123,\"event_id\":\"run.0.1\"",
                text(entry("{\"event_type\":\"like\",\"a\":{\"b\":[1.50, 1e3, null ,true]},\"timestamp\":1700000000000,"
                        + "\"c\":12345678901234567890123}")));
    }

    @Property
    void anyEventComesOutAsItWentInButForItsTimeAndIds(
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = '\u0001', to = '\uD7FF') String text,
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = ' ', to = '\u2FFF') String id,
            @ForAll @LongRange(min = 100_000_000_000L, max = Occurrence.MAX_TIMESTAMP) long timestamp) {
        Event original = new Event.Comment(new Occurrence(id, text, id, timestamp, new Place(1.25, -3.5), id), text);
        byte[] bytes = new EventWriter().write(original);

        Line.Entry entry =
                assertInstanceOf(Line.Entry.class, new JsonLog(new Naming("run", "p-")).read(bytes, bytes.length, ID));

        assertEquals(timestamp, entry.at());
        Event replayed = accepted(entry);
        assertEquals(
                new Event.Comment(
                        new Occurrence("run=" + id, "p-" + text, id, 1_000, new Place(1.25, -3.5), "run=" + id), text),
                replayed);
    }

    @ParameterizedTest
    @CsvSource({
        "0.41, 24600",
        "0, 0",
        "1440, 86400000",
        "-0.5, -30000",
        "1700000000, 1700000000000",
        "1700000000.25, 1700000000250",
        "1700000000000, 1700000000000",
        "1.7e12, 1700000000000",
        "'\"2023-11-14T22:13:20Z\"', 1700000000000",
        "'\"2023-11-14T22:13:20.5Z\"', 1700000000500"
    })
    void timesInEveryUnit(String json, long ms) {
        assertEquals(ms, entry("{\"timestamp\":" + json + "}").at());
    }

    @Test
    void theUnitIsThatOfTheFirstEvent() {
        assertEquals(60_000, entry("{\"timestamp\":1}").at());
        // Nearly two hundred years of minutes are still minutes.
        assertEquals(12_000_000_000_000L, entry("{\"timestamp\":200000000}").at());
        assertBroken(
                "timestamp is in milliseconds, while the log began with minutes",
                "{\"timestamp\":\"2023-11-14T22:13:20Z\"}");
    }

    @Test
    void aTimeSince1970DoesNotBecomeMinutes() {
        entry("{\"timestamp\":1700000000000}");
        assertBroken("timestamp is in minutes, while the log began with milliseconds", "{\"timestamp\":0.41}");
        assertEquals(1_700_000_001_000L, entry("{\"timestamp\":1700000001000}").at());
    }

    @Test
    void aCommentThatIsTooLongIsCutAtWholeCharacters() {
        String face = "😂";
        Line.Entry whole = entry(comment(face.repeat(2_000)));
        Line.Entry cut = entry(comment(face.repeat(2_001)));
        assertFalse(whole.cut());
        assertTrue(cut.cut());
        assertEquals(text(whole), text(cut));
        assertEquals(face.repeat(2_000), ((Event.Comment) accepted(cut)).text());
    }

    @Test
    void theSameIdInTheLogStaysTheSameInOneReplayAndDiffersBetweenTwo() {
        String line = "{\"timestamp\":1,\"event_id\":\"e\",\"session_id\":\"" + "s".repeat(64) + "\"}";
        JsonLog other = new JsonLog(new Naming("another", ""));
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        assertEquals(text(entry(line)), text(entry(line)));
        assertFalse(text(entry(line)).equals(text((Line.Entry) other.read(bytes, bytes.length, ID))));
        assertTrue(text(entry(line)).contains("\"event_id\":\"run=e\""));
        assertTrue(text(entry(line)).matches(".*\"session_id\":\"run=[0-9a-f]{32}\".*"), text(entry(line)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"timestamp\":1",
                "{\"timestamp\":1}}",
                "{\"timestamp\":1} {\"timestamp\":2}",
                "[{\"timestamp\":1}]",
                "17",
                "{}",
                "{\"timestamp\":null}",
                "{\"timestamp\":true}",
                "{\"timestamp\":\"yesterday\"}",
                "{\"timestamp\":{\"a\":1}}",
                "{\"timestamp\":1e300}",
                "{\"timestamp\":1e-999999999}",
                "{\"timestamp\":1,\"timestamp\":2}",
                "{\"timestamp\":1,\"event_id\":7}",
                "{'timestamp':1}"
            })
    void whatIsNoEventIsBrokenWithAReason(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Line.Broken broken = assertInstanceOf(Line.Broken.class, log.read(bytes, bytes.length, ID));
        assertFalse(broken.reason().isBlank());
        assertEquals(60_000, new JsonLogTest().entry("{\"timestamp\":1}").at(), "and the next is fine");
    }

    @Property
    void anyBytesGiveAnAnswer(@ForAll byte[] bytes, @ForAll String text) {
        assertTrue(log.read(bytes, bytes.length, ID) != null);
        byte[] json = ("{\"timestamp\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        assertTrue(log.read(json, json.length, ID) != null);
    }

    @Test
    void whatTheDoorIsToJudgeIsLeftToIt() {
        assertEquals("{\"event_type\":7,\"event_id\":\"run.0.1\"", text(entry("{\"event_type\":7,\"timestamp\":1}")));
        assertEquals(
                "{\"video_id\":[],\"session_id\":\"\",\"event_id\":\"\"",
                text(entry("{\"timestamp\":1,\"video_id\":[],\"session_id\":\"\",\"event_id\":\"\"}")));
    }

    @Test
    void halfOfASurrogatePairIsNotMadeAnotherCharacter() {
        Line.Entry entry = entry(
                "{\"event_type\":\"comment\",\"video_id\":\"v\",\"user_id\":\"u\",\"comment\":\"a\\ud800\",\"timestamp\":1}");
        byte[] line = Arrays.copyOf(entry.json(), entry.json().length + 1);
        line[line.length - 1] = '}';
        Parsed.Refused refused = assertInstanceOf(Parsed.Refused.class, new EventParser().read(line));
        assertEquals(Problem.NOT_UNICODE, refused.problem());
    }

    private static String comment(String text) {
        return "{\"event_type\":\"comment\",\"video_id\":\"v\",\"user_id\":\"u\",\"timestamp\":1,\"comment\":\"" + text
                + "\"}";
    }

    private Line.Entry entry(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Line read = log.read(bytes, bytes.length, ID);
        return assertInstanceOf(Line.Entry.class, read, read::toString);
    }

    private void assertBroken(String reason, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        assertEquals(new Line.Broken(reason), log.read(bytes, bytes.length, ID));
    }

    private static String text(Line.Entry entry) {
        return new String(entry.json(), StandardCharsets.UTF_8);
    }

    private static Event accepted(Line.Entry entry) {
        byte[] line = (text(entry) + ",\"timestamp\":1000}").getBytes(StandardCharsets.UTF_8);
        Event event = assertInstanceOf(Parsed.Accepted.class, new EventParser().read(line))
                .event();
        assertTrue(EventType.ALL.contains(event.type()));
        return event;
    }
}
