package io.engage.ingest.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises on bodies: each event is judged by itself and told by its index, whatever form the body has. */
class BatchReaderTest {
    private static final long NOW = 1_795_460_000_000L;
    private static final int MANY = 1_000;

    private final BatchReader reader = new BatchReader();
    private final Memory memory = new Memory(Long.MAX_VALUE);

    @Property
    void allFormsOfABodyMeanTheSame(@ForAll("elements") List<String> elements, @ForAll("spaces") String space) {
        // Given
        List<String> expected = elements.stream().map(BatchReaderTest::judge).toList();
        List<String> onLines = elements.stream().map(e -> e.replace('\n', ' ')).toList();
        // When
        Reading.Batch array =
                read("[" + space + String.join(space + "," + space, elements) + space + "]", Format.BY_CONTENT);
        Reading.Batch lines = read(String.join("\n" + space + "\n", onLines) + space, Format.LINES);
        // Then
        assertEquals(elements.isEmpty() ? List.of() : expected, outcomes(array));
        assertEquals(expected, outcomes(lines));
        if (!elements.isEmpty() && elements.getFirst().startsWith("{")) {
            // What begins with an object is told to be lines by what follows it.
            Reading.Batch byContent = read(String.join("\n", onLines), Format.BY_CONTENT);
            boolean isTold = elements.size() == 1
                    || isEvent(elements.getFirst())
                    || onLines.get(1).startsWith("{");
            if (isTold) {
                assertEquals(expected, outcomes(byContent));
            }
        }
    }

    @Property(tries = 3_000)
    void anyBytesAreABatchAndItsRangesLieInTheBody(
            @ForAll("elements") List<String> elements, @ForAll int where, @ForAll byte what, @ForAll Format format) {
        // Given
        byte[] body = bytes("[" + String.join(",\n", elements) + "]");
        body[Math.floorMod(where, body.length)] = what;
        // When
        Reading.Batch batch =
                assertInstanceOf(Reading.Batch.class, reader.read(body, body.length, format, false, MANY, NOW, memory));
        // Then
        for (Rejected rejected : batch.rejected()) {
            assertTrue(0 <= rejected.from() && rejected.from() <= rejected.to() && rejected.to() <= body.length);
        }
    }

    @Test
    void aBrokenLineIsRefusedAndTheOthersAreTaken() {
        Reading.Batch batch = read(event("a") + "\n{\"event_type\":\"pl\n\n" + event("{[\\\"b"), Format.LINES);
        assertEquals(List.of("taken", "not_json", "taken"), outcomes(batch));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[@",
                "[@,",
                "[@ @]",
                "[@,]",
                "[@,{\"a\":}]",
                "[@]]",
                "[@] @",
                "[,@]",
                "[@,[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]"
            })
    void nothingIsTakenOfABrokenArray(String form) {
        Reading.Batch batch = read(form.replace("@", event("a")), Format.BY_CONTENT);
        assertEquals(List.of("broken_array"), outcomes(batch));
        assertTrue(batch.rejected().getFirst().reason().contains("so nothing of it was taken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\r\n\t", "[]", " [ ] ", "\uFEFF"})
    void aBodyMayHoldNothing(String body) {
        assertEquals(0, read(body, Format.BY_CONTENT).size());
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(List.of("taken"), outcomes(read("\uFEFF" + event("a"), Format.BY_CONTENT)));
        assertEquals(
                List.of("taken", "taken"), outcomes(read("\uFEFF" + event("a") + "\n" + event("b"), Format.LINES)));
    }

    @Test
    void aBrokenObjectOverSeveralLinesIsOneRefusal() {
        String pretty = event("a").replace(",", ",\n").replace("}", ",\n}");
        assertEquals(List.of("not_json"), outcomes(read(pretty, Format.BY_CONTENT)));
    }

    @ParameterizedTest
    @CsvSource({"2,false", "3,true", "4,true"})
    void aBodyWithTooManyEventsIsNotRead(int limit, boolean allowed) {
        for (String body : List.of("[@,7,@]", "@\n7\n@")) {
            byte[] bytes = bytes(body.replace("@", event("a")));
            Reading reading = reader.read(bytes, bytes.length, Format.BY_CONTENT, false, limit, NOW, memory);
            assertSame(allowed ? Reading.Batch.class : Reading.TooMany.class, reading.getClass());
        }
    }

    @Property
    void onlyABatchKeepsMemoryAndItsCostIsCounted(
            @ForAll("elements") List<String> elements, @ForAll @IntRange(max = 8_000) int room) {
        // Given
        byte[] body = bytes("[" + String.join(",", elements) + "]");
        Memory small = new Memory(room);
        // When
        Reading reading = reader.read(body, body.length, Format.BY_CONTENT, false, MANY, NOW, small);
        // Then
        if (reading instanceof Reading.Batch batch) {
            assertEquals(batch.taken(), small.used());
            assertTrue(batch.taken() >= 100L * batch.size());
        } else {
            assertInstanceOf(Reading.NoRoom.class, reading);
            assertEquals(0, small.used());
        }
    }

    @Test
    void aPlayerMayNotSendWhatABroadcasterDoes() {
        // Given
        byte[] body = bytes("[" + event("a") + "," + event("b").replace("play", "start_video") + ","
                + event("c").replace("play", "end_video") + "]");
        // When
        Reading reading = reader.read(body, body.length, Format.BY_CONTENT, true, MANY, NOW, memory);
        // Then
        assertEquals(List.of("taken", "not_for_players", "not_for_players"), outcomes((Reading.Batch) reading));
    }

    @Test
    void bytesBehindTheBodyAreNotRead() {
        byte[] body = bytes(event("a") + "\n" + event("b"));
        assertEquals(List.of("taken"), outcomes((Reading.Batch)
                reader.read(body, event("a").length() + 1, Format.LINES, false, MANY, NOW, memory)));
    }

    @Test
    void theRangeOfARefusalIsWhatWasSent() {
        // Given
        String body = "[" + event("a") + " ,\n {\"a\":[1, 2]} ]";
        // When
        Rejected rejected = read(body, Format.BY_CONTENT).rejected().getFirst();
        // Then
        assertEquals("{\"a\":[1, 2]}", body.substring(rejected.from(), rejected.to()));
    }

    @Provide
    Arbitrary<List<String>> elements() {
        Arbitrary<String> users = Arbitraries.strings()
                .withChars("ab{}[],: é😀".toCharArray())
                .ofMinLength(1)
                .ofMaxLength(6);
        Arbitrary<String> valid = users.map(user -> event(user.replaceAll("[\ud800-\udfff]", "x")));
        Arbitrary<String> invalid = Arbitraries.of(
                "7",
                "null",
                "\"a\\\"]\"",
                "[1,[2]]",
                "{}",
                "{\"event_type\":\"play\"}",
                "{\"a\":{\"b\":[\"}\"]}}",
                "{\n}");
        return Combinators.combine(valid, invalid, Arbitraries.of(true, true, false))
                .as((good, bad, which) -> which ? good : bad)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> spaces() {
        return Arbitraries.of("", " ", "\r", "\t  ");
    }

    private static boolean isEvent(String element) {
        return judge(element).equals("taken");
    }

    private static String judge(String element) {
        byte[] bytes = bytes(element);
        return switch (new EventParser().parse(bytes, 0, bytes.length, NOW)) {
            case Parsed.Accepted accepted -> "taken";
            case Parsed.Refused refused -> refused.problem().label();
        };
    }

    private static List<String> outcomes(Reading.Batch batch) {
        String[] all = new String[batch.size()];
        for (Rejected rejected : batch.rejected()) {
            int place = Math.min(rejected.index(), all.length - 1);
            all[place] = rejected.problem();
        }
        List<String> outcomes = new ArrayList<>(Arrays.asList(all));
        outcomes.replaceAll(outcome -> outcome == null ? "taken" : outcome);
        return outcomes;
    }

    private Reading.Batch read(String body, Format format) {
        byte[] bytes = bytes(body);
        return (Reading.Batch) reader.read(bytes, bytes.length, format, false, MANY, NOW, memory);
    }

    private static String event(String user) {
        return "{\"event_type\":\"play\",\"video_id\":\"v\",\"user_id\":\"" + user + "\",\"timestamp\":" + NOW + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
