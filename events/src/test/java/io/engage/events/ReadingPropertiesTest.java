package io.engage.events;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Promises on reading, held against a slow and plain reader over Jackson: both agree on what is an event and what it says,
 * and whatever the bytes are, the answer is an event or a reason.
 */
class ReadingPropertiesTest {
    private static final long NOW = EventText.NOW;
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                    .maxNumberLength(EventParser.MAX_NUMBER)
                    .build())
            .build();

    private final EventParser parser = new EventParser();
    private final EventWriter writer = new EventWriter();

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("events") Event event) {
        // When
        byte[] line = writer.write(event);
        // Then
        assertEquals(new Parsed.Accepted(event, line), parser.read(line));
        Parsed.Accepted accepted = (Parsed.Accepted) parser.parse(line, 0, line.length, NOW);
        assertEquals(event, accepted.event());
        assertArrayEquals(line, accepted.line());
    }

    @Property(tries = 5_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void whatIsNearlyAnEventIsReadAsThePlainReaderReadsIt(@ForAll("nearlyEvents") String text) {
        bothOutcomesOccur(agrees(text.getBytes(StandardCharsets.UTF_8)), 10);
    }

    @Property(tries = 10_000)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void mutatedBytesAreAnEventOrRefused(@ForAll("mutated") byte[] bytes) {
        bothOutcomesOccur(agrees(bytes), 2);
    }

    @Property
    void arbitraryTextIsAnEventOrRefused(@ForAll String text) {
        agrees(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void stringsAreMeasuredInCodePoints(@ForAll("texts") String text) {
        // Given
        int characters = text.codePointCount(0, text.length());
        EventText event = EventText.of("comment").with("comment", EventText.quoted(text));
        // When
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        Parsed parsed = parser.parse(bytes, 0, bytes.length, NOW);
        // Then
        assertEquals(
                characters >= 1 && characters <= 2_000,
                parsed instanceof Parsed.Accepted accepted
                        && accepted.event() instanceof Event.Comment comment
                        && comment.text().equals(text));
    }

    private static void bothOutcomesOccur(Parsed parsed, double percent) {
        Statistics.collect(parsed instanceof Parsed.Accepted);
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > percent);
            coverage.check(false).percentage(share -> share > percent);
        });
    }

    private Parsed agrees(byte[] bytes) {
        // When
        Parsed parsed = parser.parse(bytes, 0, bytes.length, NOW);
        Checked checked = parser.check(bytes, 0, bytes.length, NOW);
        // Then
        Optional<List<Object>> expected = PlainReader.read(bytes);
        switch (parsed) {
            case Parsed.Accepted accepted -> {
                Event event = accepted.event();
                Checked.Valid valid = assertInstanceOf(Checked.Valid.class, checked);
                assertEquals(event.type(), valid.type());
                assertEquals(event.videoId(), new String(valid.videoId(), StandardCharsets.UTF_8));
                assertArrayEquals(accepted.line(), valid.line());
                assertTrue(expected.isPresent(), () -> "only we accept " + new String(bytes, StandardCharsets.UTF_8));
                assertEquals(
                        expected.get(), PlainReader.parts(event, expected.get().get(6) != null));
                isALineThatSaysTheSame(accepted);
            }
            case Parsed.Refused refused -> {
                assertTrue(
                        expected.isEmpty(), () -> refused.reason() + ": " + new String(bytes, StandardCharsets.UTF_8));
                assertTrue(!refused.reason().isBlank());
                assertEquals(refused, checked);
            }
        }
        return parsed;
    }

    private void isALineThatSaysTheSame(Parsed.Accepted accepted) {
        for (byte c : accepted.line()) {
            assertTrue(c < 0 || c >= 0x20);
        }
        Parsed.Accepted again = (Parsed.Accepted) parser.parse(accepted.line(), 0, accepted.line().length, NOW);
        assertEquals(accepted.event(), again.event());
        assertArrayEquals(accepted.line(), again.line());
        assertEquals(
                accepted.event().eventId(),
                PlainReader.read(accepted.line()).orElseThrow().get(6));
    }

    @Provide
    Arbitrary<Event> events() {
        Arbitrary<String> id = characters().ofMinLength(1).ofMaxLength(64);
        Arbitrary<Place> place = Combinators.combine(
                        Arbitraries.doubles().between(-90, 90).ofScale(8),
                        Arbitraries.doubles().between(-180, 180).ofScale(8))
                .as(Place::new);
        Arbitrary<Occurrence> occurrences = Combinators.combine(
                        id,
                        id,
                        id,
                        Arbitraries.longs().between(NOW - EventParser.MAX_BEHIND, NOW + EventParser.MAX_AHEAD),
                        place.injectNull(0.3),
                        id.injectNull(0.3))
                .as(Occurrence::new);
        return Combinators.combine(
                        Arbitraries.of(EventType.class),
                        occurrences,
                        characters().ofMinLength(1).ofMaxLength(200))
                .as((type, occurrence, text) -> switch (type) {
                    case START_VIDEO -> new Event.StartVideo(occurrence, text.length() % 3 == 0 ? null : text);
                    case END_VIDEO -> new Event.EndVideo(occurrence);
                    case PLAY -> new Event.Play(occurrence);
                    case LEAVE -> new Event.Leave(occurrence);
                    case HEARTBEAT -> new Event.Heartbeat(occurrence);
                    case LIKE -> new Event.Like(occurrence);
                    case DISLIKE -> new Event.Dislike(occurrence);
                    case COMMENT -> new Event.Comment(occurrence, text);
                });
    }

    /** Texts of valid characters, of one, two, three and four bytes. */
    private static StringArbitrary characters() {
        return Arbitraries.strings().all().excludeChars(surrogates());
    }

    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> one =
                Arbitraries.of("a", "\"", "\\", "\n", "\u0000", "é", "€", "\u2028", "😀", "\udbff\udfff");
        return Combinators.combine(one, one, Arbitraries.of(0, 1, 2, 1_000, 1_998, 1_999, 2_000, 2_001))
                .as((first, second, n) -> first.repeat(n / 2) + second.repeat(n - n / 2));
    }

    private static Arbitrary<String> jsonValues() {
        Arbitrary<String> odd = Arbitraries.of(
                "null",
                "true",
                "false",
                "0",
                "-0",
                "7",
                "-1",
                "1.5",
                "1e3",
                "-1.0E+2",
                "90",
                "-90.0",
                "180",
                "91",
                "1e999",
                "1e-999",
                "99999999999999999999",
                "\"\"",
                "\"x\"",
                "\"\\u0041\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud83d\"",
                "\"\\/\"",
                "{}",
                "[]",
                "[1,{\"a\":[null]}]",
                "{\"event_type\":\"play\"}",
                "\"play\"",
                "\"comment\"",
                "\"start_video\"",
                "\"2026-11-23T18:00:00Z\"",
                "\"2026-11-23\"",
                "01",
                "1.",
                "+1",
                "nul",
                "tru",
                "{",
                "[1,]",
                "",
                "\"" + "é".repeat(64) + "\"",
                "\"" + "😀".repeat(65) + "\"",
                "\"" + "x".repeat(128) + "\"",
                "\"" + "x".repeat(129) + "\"",
                "\"" + "\\n".repeat(200) + "\"",
                "\"" + "x".repeat(201) + "\"",
                "1".repeat(128),
                "1".repeat(129),
                "[".repeat(15) + "]".repeat(15),
                "[".repeat(16) + "]".repeat(16));
        Arbitrary<String> times = Arbitraries.longs()
                .between(NOW - EventParser.MAX_BEHIND - 1, NOW + EventParser.MAX_AHEAD + 1)
                .map(String::valueOf);
        Arbitrary<String> numbers = Arbitraries.doubles().between(-200, 200).map(String::valueOf);
        return Arbitraries.oneOf(
                odd,
                odd,
                odd,
                times,
                numbers,
                Arbitraries.strings().ofMaxLength(5).map(EventText::quoted));
    }

    @Provide
    Arbitrary<String> nearlyEvents() {
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
                "video\\u005fid",
                "x",
                "",
                "Event_type");
        Arbitrary<List<Tuple2<String, String>>> changes =
                Combinators.combine(names, jsonValues()).as(Tuple::of).list().ofMaxSize(3);
        Arbitrary<String> types = Arbitraries.of(EventType.class).map(EventType::wireName);
        return Combinators.combine(
                        types,
                        changes,
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of("", " ", "\n", "\r\n\t", ",", "x"))
                .as((type, changed, how, space) -> {
                    EventText text = EventText.of(type);
                    StringBuilder twice = new StringBuilder();
                    for (Tuple2<String, String> change : changed) {
                        if (how == 0 || change.get1().indexOf('\\') >= 0) {
                            twice.append('"')
                                    .append(change.get1())
                                    .append("\":")
                                    .append(change.get2())
                                    .append(',');
                        } else if (how == 1) {
                            text = text.without(change.get1());
                        } else {
                            text = text.with(change.get1(), change.get2());
                        }
                    }
                    String json = text.toString();
                    json = "{" + twice + json.substring(1);
                    return how > 30 ? json.replace(":", space + ":" + space) + space : json;
                });
    }

    @Provide
    Arbitrary<byte[]> mutated() {
        Arbitrary<byte[]> valid = events().map(event -> new EventWriter().write(event));
        Arbitrary<List<Tuple2<Integer, Integer>>> mutations = Combinators.combine(
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.integers().between(0, 1 << 20))
                .as(Tuple::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        return Combinators.combine(valid, mutations).as((bytes, all) -> {
            byte[] changed = bytes;
            for (Tuple2<Integer, Integer> one : all) {
                changed = mutate(changed, one.get1(), one.get2());
            }
            return changed;
        });
    }

    private static byte[] mutate(byte[] bytes, int where, int what) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = where % bytes.length;
        byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
        int how = what % 5;
        int rest = what / 5;
        if (how == 0) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << rest % 8);
            return flipped;
        }
        if (how == 1) {
            return Arrays.copyOf(bytes, at);
        }
        byte[] inserted = switch (how) {
            case 2 -> new byte[] {(byte) rest};
            case 3 -> Arrays.copyOfRange(bytes, at / 2, at / 2 + Math.min(rest % 20, bytes.length - at / 2));
            default -> new byte[] {(byte) "{}[]\",:\\ \n\t-0e.u".charAt(rest % 16)};
        };
        byte[] joined = Arrays.copyOf(bytes, at + inserted.length + tail.length);
        System.arraycopy(inserted, 0, joined, at, inserted.length);
        System.arraycopy(tail, 0, joined, at + inserted.length, tail.length);
        return joined;
    }

    /** The contract once more, written for plainness: everything is read into a map first, then looked at. */
    private static final class PlainReader {
        /** Type, video, user, timestamp, place, session, event id as sent or null, text; or nothing when it is no event. */
        static Optional<List<Object>> read(byte[] bytes) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                Map<String, Object> fields = fields(text);
                return fields == null || text.strip().getBytes(StandardCharsets.UTF_8).length > EventParser.MAX_BYTES
                        ? Optional.empty()
                        : event(fields);
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        static List<Object> parts(Event event, boolean idWasSent) {
            String text = switch (event) {
                case Event.Comment comment -> comment.text();
                case Event.StartVideo start -> start.title();
                default -> null;
            };
            return Arrays.asList(
                    event.type().wireName(),
                    event.videoId(),
                    event.userId(),
                    event.timestamp(),
                    event.place(),
                    event.sessionId(),
                    idWasSent ? event.eventId() : null,
                    text);
        }

        private static Map<String, Object> fields(String text) throws IOException {
            Map<String, Object> fields = new HashMap<>();
            try (JsonParser json = JACKSON.createParser(text)) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    return null;
                }
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    if (hasLoneSurrogate(name)) {
                        return null;
                    }
                    Object value = value(json, json.nextToken());
                    boolean known = List.of(
                                    "event_type",
                                    "video_id",
                                    "user_id",
                                    "timestamp",
                                    "latitude",
                                    "longitude",
                                    "comment",
                                    "event_id",
                                    "session_id",
                                    "title")
                            .contains(name);
                    if (value == BROKEN || fields.put(name, value) != null && known) {
                        return null;
                    }
                }
                return json.nextToken() == null ? fields : null;
            }
        }

        private static final Object BROKEN = new Object();
        private static final Object NULL = new Object();
        private static final Object OTHER = new Object();

        private static Object value(JsonParser json, JsonToken token) throws IOException {
            if (token == null) {
                return BROKEN;
            }
            switch (token) {
                case VALUE_STRING -> {
                    return hasLoneSurrogate(json.getText()) ? BROKEN : json.getText();
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    return json.getText().length() > EventParser.MAX_NUMBER ? BROKEN : new Number(json.getText());
                }
                case VALUE_NULL -> {
                    return NULL;
                }
                case START_OBJECT, START_ARRAY -> {
                    int depth = 1;
                    while (depth > 0) {
                        JsonToken next = json.nextToken();
                        if (next == null
                                || next.isNumeric() && json.getText().length() > EventParser.MAX_NUMBER
                                || (next == JsonToken.VALUE_STRING || next == JsonToken.FIELD_NAME)
                                        && hasLoneSurrogate(json.getText())) {
                            return BROKEN;
                        }
                        depth += next.isStructStart() ? 1 : next.isStructEnd() ? -1 : 0;
                    }
                    return OTHER;
                }
                default -> {
                    return OTHER;
                }
            }
        }

        private record Number(String written) {
            boolean isInteger() {
                return written.matches("-?[0-9]+");
            }
        }

        private static Optional<List<Object>> event(Map<String, Object> fields) {
            fields.values().removeIf(value -> value == NULL);
            Object type = fields.get("event_type");
            Object video = id(fields.get("video_id"));
            Object user = id(fields.get("user_id"));
            Object timestamp = timestamp(fields.get("timestamp"));
            Object session = fields.get("session_id");
            Object eventId = fields.get("event_id");
            Object text = "comment".equals(type)
                    ? fields.getOrDefault("comment", BROKEN)
                    : "start_video".equals(type) ? fields.get("title") : null;
            Place place = null;
            boolean valid =
                    Arrays.stream(EventType.values()).anyMatch(t -> t.wireName().equals(type))
                            && isText(video, 128)
                            && isText(user, 128)
                            && timestamp != null
                            && (session == null || isText(session, 64))
                            && (eventId == null || isText(eventId, 64))
                            && (text == null || isText(text, "comment".equals(type) ? 2_000 : 200));
            if (fields.containsKey("latitude") || fields.containsKey("longitude")) {
                if (!(fields.get("latitude") instanceof Number latitude)
                        || !(fields.get("longitude") instanceof Number longitude)
                        || !isWithin(latitude, 90)
                        || !isWithin(longitude, 180)) {
                    return Optional.empty();
                }
                place = new Place(Double.parseDouble(latitude.written()), Double.parseDouble(longitude.written()));
            }
            return valid
                    ? Optional.of(Arrays.asList(type, video, user, timestamp, place, session, eventId, text))
                    : Optional.empty();
        }

        private static boolean isWithin(Number degrees, int limit) {
            return Math.abs(Double.parseDouble(degrees.written())) <= limit;
        }

        private static Object id(Object value) {
            return value instanceof Number number && number.isInteger() ? number.written() : value;
        }

        private static Object timestamp(Object value) {
            BigDecimal ms;
            if (value instanceof Number number && number.isInteger()) {
                ms = new BigDecimal(number.written());
            } else if (value instanceof String text) {
                try {
                    ms = new BigDecimal(Instant.parse(text).toEpochMilli());
                } catch (DateTimeParseException e) {
                    return null;
                }
            } else {
                return null;
            }
            boolean near = ms.compareTo(BigDecimal.valueOf(NOW - 7 * 86_400_000L)) >= 0
                    && ms.compareTo(BigDecimal.valueOf(NOW + 300_000)) <= 0;
            return near ? ms.longValueExact() : null;
        }

        private static boolean isText(Object value, int limit) {
            return value instanceof String text && !text.isEmpty() && text.codePointCount(0, text.length()) <= limit;
        }

        private static boolean hasLoneSurrogate(String text) {
            return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        }
    }
}
