package io.engage.portal.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: whatever Redis holds, an answer holds valid JSON of the kind that was promised, on one line. */
class FieldKindTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {
                "INTEGER, 36, 36",
                "INTEGER, -1, -1",
                "INTEGER, 36.0, 36",
                "INTEGER, 1.7E12, 1700000000000",
                "INTEGER, 007, 7",
                "INTEGER, 2.5, nothing",
                "INTEGER, many, nothing",
                "INTEGER, '', null",
                "DECIMAL, 2.9, 2.9",
                "DECIMAL, 4, 4",
                "DECIMAL, .5, 0.5",
                "DECIMAL, 2.9E-4, 2.9E-4",
                "DECIMAL, NaN, null",
                "DECIMAL, null, null",
                "DECIMAL, '', null",
                "DECIMAL, Infinity, nothing",
                "DECIMAL, 1E999, nothing",
                "JSON, '[[\"goal\",36]]', '[[\"goal\",36]]'",
                "JSON, '[ 1,\n2 ]', '[1,2]'",
                "JSON, '[1', nothing",
                "JSON, '1 2', nothing",
                "JSON, '', null",
                "TEXT, 36, '\"36\"'",
                "TEXT, '', '\"\"'"
            })
    void aTextIsReadByItsKind(FieldKind kind, String text, String json) {
        assertEquals(json, kind.json(text));
    }

    @Property
    void everyValueIsValidJsonOnOneLine(@ForAll FieldKind kind, @ForAll String text) throws Exception {
        // When
        String json = kind.json(text);
        // Then
        if (json != null) {
            assertFalse(json.contains("\n") || json.contains("\r"), json);
            JsonNode value = JSON.readTree(json);
            switch (kind) {
                case INTEGER -> assertTrue(value.isIntegralNumber() || value.isNull(), json);
                case DECIMAL -> assertTrue(value.isNumber() || value.isNull(), json);
                case TEXT -> assertEquals(text, value.textValue());
                case JSON -> assertEquals(JSON.readTree(text), text.isBlank() ? JSON.missingNode() : value);
            }
        }
    }

    @Property
    void numbersKeepTheirValue(
            @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L) long whole,
            @ForAll double decimal)
            throws Exception {
        assertEquals(whole, JSON.readTree(FieldKind.INTEGER.json("" + whole)).longValue());
        assertEquals(
                decimal, JSON.readTree(FieldKind.DECIMAL.json("" + decimal)).doubleValue());
    }
}
