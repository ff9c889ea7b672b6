package io.engage.archive.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourTest {
    /** Promise: a day is its first hour, and an hour is itself, in UTC. */
    @Test
    void readsWhatPeopleWrite() {
        assertEquals(Hour.of(Instant.parse("2026-11-23T00:00:00Z").toEpochMilli()), Hour.parse("2026-11-23"));
        assertEquals(Hour.of(Instant.parse("2026-11-23T05:59:59Z").toEpochMilli()), Hour.parse("2026-11-23T05"));
    }

    /** Promise: what is no hour is refused with words that help, and not rounded to one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-31", "2026-11-23T24", "2026-11-23T05:30", "2026-11-23 05"})
    void refusesOthers(String text) {
        assertEquals(
                "'" + text + "' is no hour; write 2026-11-23 or 2026-11-23T05",
                assertThrows(IllegalArgumentException.class, () -> Hour.parse(text))
                        .getMessage());
    }
}
