package io.engage.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.local.supervise.Program;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousesTest {
    /** Promise: no two houses share a name or a port. */
    @Test
    void doNotCollide() {
        Set<String> names = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (House house : Houses.ALL) {
            assertTrue(names.add(house.name()), house.name());
            house.ports().forEach(port -> assertTrue(ports.add(port), house.name() + " " + port));
        }
    }

    /** Promise: what is left out is gone, and a wrong name is refused with the right ones. */
    @Test
    void canBeLeftOut() {
        assertFalse(Houses.without(List.of("portal")).stream()
                .anyMatch(house -> house.name().equals("portal")));
        assertEquals(Houses.ALL, Houses.without(List.of()));
        String message = assertThrows(IllegalArgumentException.class, () -> Houses.without(List.of("portal", "web")))
                .getMessage();
        assertTrue(message.startsWith("There is no web to leave out; there are kafka, redis,"), message);
    }

    /** Promise: the offset shifts every port a process is told, and every process carries the site's mark. */
    @Test
    void stayWithinTheirSite(@TempDir Path folder) throws Exception {
        // Given
        Site site = Site.open(Path.of("/project"), Path.of("/jdk/bin/java"), folder.resolve("a b"), 1_000);
        for (House house : Houses.ALL) {
            // When
            Program program = house.at(site);
            // Then
            String command = String.join(" ", program.command());
            assertTrue(command.contains(site.mark()), command);
            house.ports().forEach(port -> {
                assertTrue(command.contains(Integer.toString(port + 1_000)), command);
                // The folder's name may hold any number.
                String others = command.replace(site.data().toString(), "");
                assertFalse(others.contains(Integer.toString(port)), command);
            });
            assertTrue(program.folder().startsWith(folder.toRealPath().resolve("a b")), command);
        }
    }
}
