package io.engage.local.aot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.local.supervise.FolderLock;
import io.engage.local.supervise.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache is used for exactly the program it was made of, and for no other. */
class AotCachesTest {
    @TempDir
    private Path folder;

    private AotCaches caches;
    private Path jar;
    private Path library;
    private Path modules;

    @BeforeEach
    void makeProgram() throws IOException {
        caches = new AotCaches(folder.resolve("caches"));
        jar = folder.resolve("app.jar");
        library = folder.resolve("library.jar");
        modules = folder.resolve("jdk/lib/modules");
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.createDirectories(modules.getParent());
        Files.writeString(modules, "modules");
        Files.writeString(library, "library");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "library.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    @Test
    void aProgramWithoutACacheRunsAsItIs() {
        // Given
        Program program = program("-XX:+UseSerialGC");
        // Then
        assertFalse(caches.isFresh(program));
        assertEquals(program, caches.using(program));
        assertFalse(caches.keep(program));
    }

    @Test
    void aRecordedCacheIsUsedByTheSameProgram() throws IOException {
        // Given
        Program program = program("-XX:+UseSerialGC");
        // When
        record(program);
        // Then
        assertTrue(caches.isFresh(program));
        List<String> command = caches.using(program).command();
        int jarAt = command.indexOf("-jar");
        assertEquals("-XX:AOTCache=" + folder.resolve("caches").resolve("house.aot"), command.get(jarAt - 1));
        assertEquals(jar.toString(), command.get(jarAt + 1));
        assertEquals("argument", command.getLast());
    }

    @Test
    void anotherBuildJdkOrOptionMakesItNone() throws IOException {
        // Given
        Program program = program("-XX:+UseSerialGC");
        record(program);
        // Then
        assertFalse(caches.isFresh(program("-XX:+UseG1GC")));
        // When
        Files.setLastModifiedTime(library, FileTime.fromMillis(1_000));
        // Then
        assertFalse(caches.isFresh(program));
        // When
        record(program);
        Files.writeString(modules, "newer modules");
        // Then
        assertFalse(caches.isFresh(program));
    }

    @Test
    void aForgottenCacheIsNone() throws IOException {
        // Given
        Program program = program("-XX:+UseSerialGC");
        record(program);
        // When
        caches.forget(program);
        caches.forget(program);
        // Then
        assertFalse(caches.isFresh(program));
        assertFalse(Files.exists(folder.resolve("caches/house.aot")));
    }

    @Test
    void whatDoesNotRunOnAJvmIsLeftAlone() {
        assertFalse(AotCaches.isJava(command(List.of("/usr/bin/redis-server", "--port", "1"))));
    }

    private void record(Program program) throws IOException {
        try (FolderLock held = caches.lock().orElseThrow()) {
            caches.prepare(List.of(program));
            String output = caches.recording(program, List.of("-XX:TieredStopAtLevel=4")).command().stream()
                    .filter(argument -> argument.startsWith("-XX:AOTCacheOutput="))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(Path.of(output.substring(output.indexOf('=') + 1)), "cache");
            assertTrue(caches.keep(program));
        }
    }

    private Program program(String option) {
        return command(List.of(folder.resolve("jdk/bin/java").toString(), option, "-jar", jar.toString(), "argument"));
    }

    private Program command(List<String> command) {
        return new Program(
                "house", command, Map.of(), folder, folder.resolve("log"), folder.resolve("pid"), 1, () -> true);
    }
}
