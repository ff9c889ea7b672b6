package io.engage.figures.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.figures.reactions.Reactions;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Promises of the table of videos: it finds what a map would find, also where fingerprints or their ends are the same. */
class VideoTableTest {
    /** So few different fingerprints that most entries collide, some of them in all bits. */
    private static final long[] FINGERPRINTS = {1, 15, 16, 17, 31, 1L << 40, (1L << 40) + 1, -1};

    private final VideoTable<Reactions> table = new VideoTable<>();
    private final Map<String, Partition.Entry<Reactions>> model = new HashMap<>();

    @Property(tries = 500)
    void findsWhatAMapFinds(@ForAll @Size(max = 300) List<@IntRange(min = 0, max = 120) Integer> steps) {
        // When: each step adds a video or removes it again
        for (int step : steps) {
            String id = "v" + step;
            Partition.Entry<Reactions> known = find(id);
            assertSame(model.get(id), known);
            if (known == null) {
                Partition.Entry<Reactions> entry = entry(id);
                table.add(entry);
                model.put(id, entry);
            } else {
                table.removeIf(entry -> entry == known);
                model.remove(id);
            }
        }
        // Then
        assertEquals(model.size(), table.size());
        Set<Partition.Entry<Reactions>> all = new HashSet<>();
        table.forEach(all::add);
        assertEquals(new HashSet<>(model.values()), all);
        for (int i = 0; i <= 120; i++) {
            assertSame(model.get("v" + i), find("v" + i));
        }
        for (long fingerprint : FINGERPRINTS) {
            Partition.Entry<Reactions> likely = table.likely(fingerprint);
            boolean known = model.values().stream().anyMatch(entry -> entry.fingerprint == fingerprint);
            assertEquals(known, likely != null);
            assertTrue(!known || likely.fingerprint == fingerprint);
        }
    }

    @Example
    void removesManyAtOnce() {
        // Given
        for (int i = 0; i < 1000; i++) {
            table.add(entry("v" + i));
        }
        // When
        table.removeIf(entry -> entry.video.id().hashCode() % 3 != 0);
        // Then
        for (int i = 0; i < 1000; i++) {
            String id = "v" + i;
            assertEquals(id.hashCode() % 3 == 0, find(id) != null);
        }
    }

    private Partition.Entry<Reactions> find(String id) {
        byte[] bytes = ("<" + id + ">").getBytes(StandardCharsets.UTF_8);
        return table.find(bytes, 1, bytes.length - 2, fingerprint(id));
    }

    private static Partition.Entry<Reactions> entry(String id) {
        return new Partition.Entry<>(new Reactions(id), id.getBytes(StandardCharsets.UTF_8), fingerprint(id));
    }

    private static long fingerprint(String id) {
        return FINGERPRINTS[Math.floorMod(id.hashCode(), FINGERPRINTS.length)];
    }
}
