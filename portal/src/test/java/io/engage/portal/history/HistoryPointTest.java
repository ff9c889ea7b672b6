package io.engage.portal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engage.portal.videos.BadQuery;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: points of longer steps are made of those of ten seconds as documented, and no answer is too long. */
class HistoryPointTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void oneSlotStaysAsItIs() throws Exception {
        assertEquals(
                "{\"t\":10,\"viewers\":7,\"likes\":2,\"dislikes\":0,\"comments\":3,\"sentiment\":2.9,\"views\":9}",
                point(
                        "{\"viewers\":7,\"views\":9}",
                        "{\"likes\":2,\"dislikes\":0}",
                        "{\"comments\":3,\"sentiment\":2.9}"));
    }

    @Test
    void severalSlotsBecomeOnePoint() throws Exception {
        assertEquals(
                "{\"t\":10,\"viewers\":8,\"likes\":5,\"comments\":40,\"sentiment\":2.5,\"views\":12}",
                point(
                        "{\"viewers\":7,\"views\":9}",
                        "{\"viewers\":8,\"views\":11}",
                        "{\"viewers\":5,\"views\":12}",
                        "{\"likes\":2}",
                        "{\"likes\":3}",
                        "{\"comments\":30,\"sentiment\":3.0}",
                        "{\"comments\":0,\"sentiment\":null}",
                        "{\"comments\":10,\"sentiment\":1.0}"));
    }

    @Test
    void noEvidenceIsNull() throws Exception {
        assertEquals(
                "{\"t\":10,\"comments\":2,\"sentiment\":null}",
                point("{\"comments\":0,\"sentiment\":null}", "{\"comments\":2,\"sentiment\":null}"));
    }

    private static String point(String... slots) throws Exception {
        HistoryPoint point = new HistoryPoint();
        for (String slot : slots) {
            point.add((ObjectNode) JSON.readTree(slot));
        }
        return point.json(10).toString();
    }

    @Property
    void aQueryCoversWhatIsAskedForInWholeSteps(
            @ForAll @LongRange(min = 0, max = 2_000_000_000_000L) long from,
            @ForAll @LongRange(min = 1, max = 80_000_000) long length,
            @ForAll @IntRange(min = 1, max = 8640) int tens) {
        // When
        HistoryQuery query = new HistoryQuery(from, from + length, tens * 10);
        // Then
        long step = tens * 10_000L;
        assertEquals(0, query.from() % step);
        assertEquals(0, query.to() % step);
        assertEquals(true, query.from() <= from && from < query.from() + step);
        assertEquals(true, query.to() >= from + length && query.to() - step < from + length);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 15, 'step must be a multiple of 10 seconds, from 10 to 86400'",
        "'', '', x, 'step must be a multiple of 10 seconds, from 10 to 86400'",
        "5000, 5000, 10, 'from must be earlier than to, both in milliseconds since the epoch'",
        "x, '', 10, 'from must be a time in milliseconds since the epoch'",
        "'', -1, 10, 'to must be a time in milliseconds since the epoch'",
        "0, 86410000, 10, 'The answer would have more than 8640 points; ask for a shorter time between from and to, or a longer step'"
    })
    void whatIsNotUnderstoodIsRefusedWithWhatToWrite(String from, String to, String step, String reason) {
        // Given
        Map<String, String> parameters = Map.of("from", from, "to", to, "step", step);
        // When, Then
        assertEquals(
                reason,
                assertThrows(
                                BadQuery.class,
                                () -> HistoryQuery.parse(
                                        name -> parameters.get(name).isEmpty() ? null : parameters.get(name),
                                        1_700_000_000_000L))
                        .getMessage());
    }

    @Test
    void byDefaultItIsTheLastHour() {
        // When
        HistoryQuery query = HistoryQuery.parse(name -> null, 1_700_000_003_000L);
        // Then
        assertEquals(new HistoryQuery(1_699_996_400_000L, 1_700_000_010_000L, 10), query);
    }
}
