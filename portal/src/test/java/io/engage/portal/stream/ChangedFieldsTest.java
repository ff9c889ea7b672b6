package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: a message means the same as the hash it was published with. */
class ChangedFieldsTest {
    @Test
    void numbersStringsAndJsonAreTheTextsOfTheHash() {
        assertEquals(
                Optional.of(Map.of(
                        "viewers", "36",
                        "likes", "37",
                        "sentiment_60s", "2.90",
                        "sentiment_margin", "null",
                        "words_60s", "[[\"goal\",36]]",
                        "title", "A \"title\"")),
                ChangedFields.parse(
                        "{\"viewers\":36, \"likes\":\"37\",\"sentiment_60s\":2.90,\"sentiment_margin\":null,"
                                + "\"words_60s\":[[\"goal\", 36]],\"title\":\"A \\\"title\\\"\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[1]", "{\"a\":", "{\"a\":1", "7"})
    void whatIsNoObjectIsNone(String message) {
        assertEquals(Optional.empty(), ChangedFields.parse(message));
    }
}
