package io.engage.archive.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    /** Promise: names are those of the published layout. */
    @Test
    void followsTheLayout() {
        Hour hour = Hour.of(Instant.parse("2026-11-23T01:59:59.999Z").toEpochMilli());
        assertEquals(
                "raw/engage.views/dt=2026-11-23/hr=01/engage.views-3-1500.ndjson.gz",
                new FileName(new Source("engage.views", 3), hour, 1_500).path());
        assertEquals(Instant.parse("2026-11-23T02:00:00Z").toEpochMilli(), hour.end());
    }

    /** Promise: a name says what it was made of. */
    @Property(tries = 200)
    void comesBack(
            @ForAll @IntRange(max = 5_000) int partition,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long arrival,
            @ForAll @LongRange(min = 0, max = 100_000_000_000_000L) long first) {
        FileName name = new FileName(new Source("a-b.c-1", partition), Hour.of(arrival), first);
        assertEquals(Optional.of(name), FileName.parse(name.path()));
    }

    /** Promise: what is no file of the archive is not taken for one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "raw/v/dt=2026-11-23/hr=01/w-3-1500.ndjson.gz",
                "raw/v/dt=2026-11-23/hr=24/v-3-1500.ndjson.gz",
                "raw/v/dt=2026-13-23/hr=01/v-3-1500.ndjson.gz",
                "raw/v/dt=2026-11-23/hr=01/v-3-1500.ndjson.gz.tmp",
                "curated/v/dt=2026-11-23/hr=01/v-3-1500.ndjson.gz",
            })
    void refusesOthers(String path) {
        assertEquals(Optional.empty(), FileName.parse(path));
    }
}
