package io.engage.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Promises of the quick reader of records: it takes, refuses and says the same as the parser, whatever the bytes are. */
class RecordReaderTest {
    private final RecordReader reader = new RecordReader();
    private final EventParser parser = new EventParser();

    @Property(tries = 2_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void recordsAreReadAsTheParserReadsThem(@ForAll("records") String record) {
        // When
        boolean accepted = agrees(record.getBytes(StandardCharsets.UTF_8));
        // Then
        Statistics.label("outcome")
                .collect(accepted ? reader.wasUsual() ? "usual" : "unusual" : "refused")
                .coverage(c -> {
                    c.check("usual").percentage(p -> p > 10);
                    c.check("unusual").percentage(p -> p > 1);
                    c.check("refused").percentage(p -> p > 10);
                });
    }

    @Property(tries = 6_000)
    void mutatedRecordsAreReadAsTheParserReadsThem(
            @ForAll("usualRecords") String record, @ForAll("mutations") List<Tuple2<Integer, Byte>> mutations) {
        // Given
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        mutations.forEach(one -> bytes[one.get1() % bytes.length] = one.get2());
        // When, then
        agrees(bytes);
    }

    @Property(tries = 2_000)
    void cutRecordsAreReadAsTheParserReadsThem(@ForAll("usualRecords") String record, @ForAll int where) {
        // Given
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        // When, then
        agrees(Arrays.copyOf(bytes, Math.floorMod(where, bytes.length)));
    }

    @Property
    void usualRecordsNeedNoParser(@ForAll("usualRecords") String record) {
        // When
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        // Then
        assertTrue(reader.read(bytes, 0, bytes.length));
        assertTrue(reader.wasUsual());
    }

    @Example
    void ofAStartTheWholeEventIsRead() {
        // Given
        Event start = new Event.StartVideo(new Occurrence("e", "v", "u", 1, new Place(1, 2), null), "A title");
        byte[] bytes = new EventWriter().write(start);
        // When
        boolean read = reader.read(bytes, 0, bytes.length);
        // Then
        assertTrue(read);
        assertEquals(start, reader.startVideo());
    }

    /** Whether it is an event, on which both agree. */
    private boolean agrees(byte[] record) {
        // Given: it lies in the middle of others
        byte[] array = new byte[record.length + 32];
        Arrays.fill(array, (byte) '"');
        System.arraycopy(record, 0, array, 16, record.length);
        // When
        boolean read = reader.read(array, 16, record.length);
        // Then
        switch (parser.read(record)) {
            case Parsed.Accepted(Event event, var line) -> {
                assertTrue(read, () -> "refused: " + reader.refusal());
                assertSame(event.type(), reader.type());
                assertEquals(event.timestamp(), reader.timestamp());
                assertEquals(event.eventId(), text(reader.eventId()));
                assertEquals(event.videoId(), text(reader.videoId()));
                assertEquals(event.userId(), text(reader.userId()));
                assertEquals(event.sessionId() == null ? "" : event.sessionId(), text(reader.sessionId()));
                if (event instanceof Event.StartVideo) {
                    assertEquals(event, reader.startVideo());
                }
            }
            case Parsed.Refused(var problem, String reason) -> {
                assertFalse(read);
                assertEquals(reason, reader.refusal());
            }
        }
        return read;
    }

    private static String text(RecordReader.Text text) {
        return new String(text.bytes(), text.from(), text.length(), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<List<Tuple2<Integer, Byte>>> mutations() {
        Arbitrary<Byte> bytes = Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.chars()
                        .with("{}[]\":,.-+0123456789eE\\ \n\ttfnu".toCharArray())
                        .map(c -> (byte) (char) c));
        return Combinators.combine(Arbitraries.integers().between(0, 1 << 20), bytes)
                .as(Tuple::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> usualRecords() {
        return Combinators.combine(
                        Arbitraries.of("play", "leave", "heartbeat", "like", "dislike", "end_video"),
                        usualIds(128),
                        usualIds(128),
                        usualIds(64).filter(id -> id.startsWith("\"")),
                        usualIds(64).filter(id -> id.startsWith("\"")).injectNull(0.3),
                        Arbitraries.longs().between(0, Occurrence.MAX_TIMESTAMP),
                        Arbitraries.of("", ",\"latitude\":-89.5,\"longitude\":179.999", ",\"x\":true"),
                        Arbitraries.of(0, 1, 2))
                .as((type, video, user, id, session, timestamp, more, order) -> {
                    String sessions = session == null ? "" : ",\"session_id\":" + session;
                    return switch (order) {
                        case 0 ->
                            "{\"event_type\":\"" + type + "\",\"video_id\":" + video + ",\"user_id\":" + user
                                    + ",\"timestamp\":" + timestamp + more + sessions + ",\"event_id\":" + id + "}";
                        case 1 ->
                            "{ \"event_id\": " + id + sessions + ", \"timestamp\" : " + timestamp + ", \"user_id\": "
                                    + user + ",\"video_id\":" + video + more + ", \"event_type\": \"" + type + "\" } ";
                        default ->
                            "{\"event_id\":" + id + sessions + more + ",\"event_type\":\"" + type + "\",\"video_id\":"
                                    + video + ",\"user_id\":" + user + ",\"timestamp\":" + timestamp + "}";
                    };
                });
    }

    private static Arbitrary<String> usualIds(int longest) {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange(' ', '~')
                .excludeChars('"', '\\')
                .ofMinLength(1)
                .ofMaxLength(longest)
                .map(text -> "\"" + text + "\"");
        return Arbitraries.oneOf(
                texts, Arbitraries.longs().between(-1_000_000, 1L << 50).map(n -> Long.toString(n)));
    }

    @Provide
    Arbitrary<String> records() {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "[1]",
                        "{}",
                        "\"\"",
                        "\"a\\u0041\"",
                        "\"é\"",
                        "\"😀\"",
                        "1.5",
                        "1e3",
                        "-0",
                        "00",
                        "90",
                        "90.0",
                        "-91",
                        "180",
                        "-180.5",
                        "89.9",
                        "9999999999999999999",
                        "\"play\"",
                        "\"comment\"",
                        "\"start_video\"",
                        "\"2026-11-23T18:00:00Z\"",
                        "253402300799999",
                        "253402300800000",
                        "-",
                        "1.",
                        "\"" + "x".repeat(64) + "\"",
                        "\"" + "x".repeat(65) + "\"",
                        "\"" + "x".repeat(128) + "\"",
                        "\"" + "x".repeat(129) + "\"",
                        "0." + "1".repeat(126),
                        "0." + "1".repeat(127)),
                usualIds(8));
        Arbitrary<String> names = Arbitraries.of(
                "event_type",
                "video_id",
                "user_id",
                "timestamp",
                "latitude",
                "longitude",
                "comment",
                "event_id",
                "session_id",
                "title",
                "x",
                "",
                "titlf",
                "user_ie",
                "event_typf",
                "timestamq",
                "video\\u005fid");
        Arbitrary<String> fields = Combinators.combine(names, values).as((name, value) -> ",\"" + name + "\":" + value);
        return Combinators.combine(usualRecords(), fields.list().ofMaxSize(2))
                .as((record, more) -> record.substring(0, record.lastIndexOf('}')) + String.join("", more) + "}");
    }
}
