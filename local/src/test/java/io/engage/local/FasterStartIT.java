package io.engage.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.local.system.Houses;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT caches of the real {@code ./engage up}, with Redis and the portal for all. */
class FasterStartIT {
    private static final String OTHERS = String.join(
            ",",
            Houses.ALL.stream()
                    .map(house -> house.name())
                    .filter(name ->
                            !List.of("redis", "portal", Houses.SIMULATION).contains(name))
                    .toList());

    /** It gives way to everything else on the machine. */
    private static final Duration TRAINED_WITHIN = Duration.ofMinutes(20);

    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void forgetTheCache() throws IOException {
        cache = Path.of("..").toRealPath().resolve(Path.of("local", "target", "aot", "portal.aot"));
        Files.deleteIfExists(cache);
    }

    @AfterEach
    void leaveNone() throws IOException {
        Files.deleteIfExists(cache);
    }

    /** Promise: the first run trains, the next start uses what was trained, and a damaged cache keeps nothing from starting. */
    @Test
    void aRunTrainsTheNextStart() throws IOException {
        // Given
        try (Launch first = up()) {
            assertFalse(isUsed(first));
            // When
            first.awaitOutput("The next start will be faster", TRAINED_WITHIN);
        }
        // Then
        try (Launch second = up()) {
            assertTrue(isUsed(second));
        }
        // Given
        damage();
        // Then
        try (Launch third = up()) {
            assertFalse(isUsed(third));
        }
    }

    private Launch up() {
        return Launch.startWith(
                        "ENGAGE_AOT", "on", folder.resolve("data"), Launch.freeOffset(folder), "--without", OTHERS)
                .awaitUp();
    }

    /** Whether the portal's JVM has taken the cache into its memory. */
    private boolean isUsed(Launch launch) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(launch.pid("portal")), "maps"))
                .contains(cache.toString());
    }

    /** As a lost write would: such a JVM dies. */
    private void damage() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
            int half = (int) (file.length() / 2);
            file.seek(half);
            file.write(new byte[half]);
        }
    }
}
