package io.engage.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Promises on events beside their reading: invariants, derived ids, rejected input, and that the contract stands alone. */
class EventsTest {
    private static final Occurrence SOMETHING = new Occurrence("e", "v", "u", EventText.NOW, null, null);
    private final DerivedId derivedId = new DerivedId();

    @Test
    void anInvalidEventCannotBeMade() {
        List<Runnable> invalid = List.of(
                () -> new Occurrence(null, "v", "u", 0, null, null),
                () -> new Occurrence("e", "", "u", 0, null, null),
                () -> new Occurrence("e", "v", "\ud800", 0, null, null),
                () -> new Occurrence("e", "v", "\udc00\ud800", 0, null, null),
                () -> new Occurrence("e", "v".repeat(129), "u", 0, null, null),
                () -> new Occurrence("e".repeat(65), "v", "u", 0, null, null),
                () -> new Occurrence("e", "v", "u", -1, null, null),
                () -> new Occurrence("e", "v", "u", Occurrence.MAX_TIMESTAMP + 1, null, null),
                () -> new Occurrence("e", "v", "u", 0, null, ""),
                () -> new Place(Double.NaN, 0),
                () -> new Place(0, Double.NEGATIVE_INFINITY),
                () -> new Place(90.1, 0),
                () -> new Event.Comment(SOMETHING, null),
                () -> new Event.Comment(SOMETHING, "a".repeat(2_001)),
                () -> new Event.StartVideo(SOMETHING, "😀".repeat(201)));
        for (Runnable make : invalid) {
            assertThrows(IllegalArgumentException.class, make::run);
        }
        assertThrows(NullPointerException.class, () -> new Event.Play(null));
    }

    @Test
    void everyKindHasItsTopic() {
        // Given
        Map<String, String> topics = new LinkedHashMap<>();
        // When
        for (EventType type : EventType.ALL) {
            topics.put(type.wireName(), type.topic());
        }
        // Then
        assertEquals(
                Map.of(
                        "start_video", "engage.views",
                        "end_video", "engage.views",
                        "play", "engage.views",
                        "leave", "engage.views",
                        "heartbeat", "engage.views",
                        "like", "engage.reactions",
                        "dislike", "engage.reactions",
                        "comment", "engage.comments"),
                topics);
        assertEquals(
                List.of(EventType.START_VIDEO, EventType.END_VIDEO),
                EventType.ALL.stream().filter(type -> !type.byViewer()).toList());
    }

    @Test
    void aDerivedIdIsTheSha256ThatItsTypeDescribes() throws Exception {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text : List.of("comment", "vé", "u")) {
            out.writeInt(text.getBytes(StandardCharsets.UTF_8).length);
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        out.writeLong(1_700_000_000_123L);
        out.writeDouble(40.5);
        out.writeDouble(-74);
        out.writeInt(-1);
        out.writeInt(3);
        out.write("€".getBytes(StandardCharsets.UTF_8));
        out.writeInt(-1);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()), 0, 16);
        // When
        String id =
                derivedId.of(EventType.COMMENT, "vé", "u", 1_700_000_000_123L, new Place(40.5, -74), null, "€", null);
        // Then
        assertEquals(expected, id);
    }

    @Test
    void aDerivedIdDependsOnWhatIsSaidAndNotOnHowItIsWritten() {
        // Given
        EventParser parser = new EventParser();
        Function<String, String> id = text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ((Parsed.Accepted) parser.parse(bytes, 0, bytes.length, EventText.NOW))
                    .event()
                    .eventId();
        };
        EventText text = EventText.of("play")
                .with("latitude", "0.5")
                .with("longitude", "0")
                .with("video_id", "\"7\"");
        // When
        String derived = id.apply(text.toString());
        // Then
        List<EventText> same = List.of(
                text.without("event_type").with("event_type", "\"pl\\u0061y\""),
                text.with("video_id", "7"),
                text.with("latitude", "5e-1").with("longitude", "-0.0"),
                text.with("event_id", "null").with("session_id", "null"),
                text.with("comment", "\"no comment\"").with("anything", "{}"));
        for (EventText other : same) {
            assertEquals(derived, id.apply(other.toString()), other::toString);
            assertEquals(derived, id.apply(other.toString().replace(":", " :\n\t")), other::toString);
        }
        List<EventText> different = List.of(
                text.with("event_type", "\"leave\""),
                text.with("video_id", "\"8\""),
                text.with("user_id", "\"7\""),
                text.with("timestamp", Long.toString(EventText.NOW + 1)),
                text.with("latitude", "0.50001"),
                text.without("latitude").without("longitude"),
                text.with("session_id", "\"s\""));
        for (EventText other : different) {
            assertTrue(!derived.equals(id.apply(other.toString())), other::toString);
        }
    }

    @Test
    void rejectedInputIsKeptAsReadableJsonWithItsFirstFourKilobytes() throws Exception {
        // Given
        byte[] input = new byte[10_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) (i * 31);
        }
        Rejection rejection = new Rejection("a \"reason\"\n\ud800 ✓", 1_700_000_000_000L, "key site, 10.0.0.7", input);
        // When
        byte[] json = rejection.toJson();
        // Then
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        assertEquals(List.of("reason", "received_at", "source", "input"), List.copyOf(fields.keySet()));
        assertEquals("a \"reason\"\n\ufffd ✓", fields.get("reason"));
        assertEquals("1700000000000", fields.get("received_at"));
        assertEquals("key site, 10.0.0.7", fields.get("source"));
        assertEquals(
                HexFormat.of().formatHex(Arrays.copyOf(input, 4_096)),
                HexFormat.of().formatHex(Base64.getDecoder().decode(fields.get("input"))));
        assertEquals(-1, new String(json, StandardCharsets.UTF_8).indexOf('\n'));
    }

    @Test
    void theContractKnowsNeitherQuarkusNorKafkaNorRedis() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.engage.events..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.engage.events"));
    }
}
