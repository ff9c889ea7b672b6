package io.engage.local.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.local.supervise.Program;
import io.engage.local.system.House;
import io.engage.local.system.Houses;
import io.engage.local.system.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of a real house leaves a cache that the JVM takes. */
class TrainingIT {
    @Test
    void aTrainedHouseStartsFromItsCache(@TempDir Path folder) throws IOException, InterruptedException {
        // Given
        Path project = Path.of("..").toRealPath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<House> houses = Houses.ALL.stream()
                .filter(house -> List.of("redis", "portal").contains(house.name()))
                .toList();
        AotCaches caches = new AotCaches(folder.resolve("caches"));
        Program portal = houses.getLast().at(Site.open(project, java, folder.resolve("data"), 0));
        assertFalse(caches.isFresh(portal));
        // When
        assertTrue(Training.run(project, java, caches, houses, List.of()));
        // Then
        assertTrue(caches.isFresh(portal));
        assertEquals(0, exitWhenTheCacheIsRequired(caches.using(portal)));
    }

    /** The JVM ends with 1 when the cache it must use is none for this program; asked for its version, it starts nothing. */
    private static int exitWhenTheCacheIsRequired(Program program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program.command());
        int jar = command.indexOf("-jar");
        String path = command.get(jar + 1);
        command.subList(jar, command.size()).clear();
        command.addAll(List.of("-XX:AOTMode=on", "-cp", path, "--version"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile("version", ".out").toFile())
                .start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
