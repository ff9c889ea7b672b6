package io.engage.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.embedded.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    Path folder;

    /** Promise: a port somebody listens on is named with its house and, on Linux, with the process. */
    @Test
    void namesWhoIsThere() throws Exception {
        // Given
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            List<Ports.Taken> taken = Ports.taken(List.of(house(socket.getLocalPort())), site(0));
            // Then
            assertEquals(1, taken.size());
            String text = taken.getFirst().toString();
            assertTrue(text.startsWith("portal needs port " + socket.getLocalPort() + ", which "), text);
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                assertTrue(text.contains("(process " + ProcessHandle.current().pid() + ")"), text);
            }
        }
    }

    /** Promise: one who listens on all addresses is seen too. */
    @Test
    void seesAllAddresses() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertEquals(
                    1,
                    Ports.taken(List.of(house(socket.getLocalPort())), site(0)).size());
        }
    }

    /** Promise: a free port is free, and it is the shifted one that counts. */
    @Test
    void looksAtTheShiftedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            int free = FreePort.find();
            assertEquals(List.of(), Ports.taken(List.of(house(port)), site(free - port)));
            assertEquals(1, Ports.taken(List.of(house(free)), site(port - free)).size());
        }
    }

    private Site site(int offset) {
        return Site.open(folder, folder, folder, offset);
    }

    private static House house(int port) {
        return new House("portal", List.of(port), House.Layer.SERVICE, site -> List.of("true"), site -> () -> true);
    }
}
