package io.engage.local.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    Path folder;

    /** Promise: a log over its limit begins anew in place, its lines are kept once, and an open writer goes on. */
    @Test
    void turnsOverUnderAWriter() throws Exception {
        // Given
        Path path = folder.resolve("a.log");
        try (OutputStream writer = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("eleven bytes".getBytes(StandardCharsets.UTF_8));
            // When
            new BoundedLog(path, 10).turnOver();
            writer.write("more".getBytes(StandardCharsets.UTF_8));
        }
        // Then
        assertEquals("eleven bytes", Files.readString(folder.resolve("a.log.1")));
        assertEquals("more", Files.readString(path));
    }

    /** Promise: a log within its limit, and one that is not there, stay as they are. */
    @Test
    void leavesShortLogs() throws Exception {
        // Given
        Path path = Files.writeString(folder.resolve("a.log"), "0123456789");
        // When
        new BoundedLog(path, 10).turnOver();
        new BoundedLog(folder.resolve("missing.log"), 10).turnOver();
        // Then
        assertTrue(Files.exists(path));
        assertFalse(Files.exists(folder.resolve("a.log.1")));
        assertFalse(Files.exists(folder.resolve("missing.log")));
    }
}
