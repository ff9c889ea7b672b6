package io.engage.local.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for ports on loopback that somebody else listens on. */
public final class Ports {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private Ports() {}

    /**
     * A port that a house needs and cannot have.
     *
     * @param holder who listens there, where the system tells
     */
    public record Taken(String house, int port, Optional<String> holder) {
        @Override
        public String toString() {
            return house + " needs port " + port + ", which "
                    + holder.map(who -> who + " listens on").orElse("another process listens on");
        }
    }

    /** The taken ones among the ports of the houses. */
    public static List<Taken> taken(List<House> houses, Site site) {
        List<Taken> taken = new ArrayList<>();
        for (House house : houses) {
            for (int usual : house.ports()) {
                int port = site.port(usual);
                if (isTaken(port)) {
                    taken.add(new Taken(house.name(), port, holder(port)));
                }
            }
        }
        return taken;
    }

    private static boolean isTaken(int port) {
        try (Socket socket = new Socket()) {
            // Some systems let one bind to loopback what another holds on all addresses.
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return false;
            } catch (IOException bind) {
                return true;
            }
        }
    }

    /** Linux alone tells, and of other users' processes only to root. */
    private static Optional<String> holder(int port) {
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> inodes(PROC.resolve(Path.of("net", table)), port))
                .flatMap(inode -> processWith("socket:[" + inode + "]").stream())
                .findFirst()
                .map(pid -> ProcessHandle.of(pid)
                                .flatMap(process -> process.info().command())
                                .map(command -> Path.of(command).getFileName().toString())
                                .orElse("a process")
                        + " (process " + pid + ")");
    }

    private static Stream<String> inodes(Path table, int port) {
        String suffix = ":%04X".formatted(port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                    .map(fields -> fields[9])
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<Long> processWith(String socket) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), socket)) {
                    return Optional.of(Long.valueOf(process.getFileName().toString()));
                }
            }
            return Optional.empty();
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(Path descriptors, String socket) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (leadsTo(link, socket)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            // Ended meanwhile, or not ours to see.
            return false;
        }
    }

    private static boolean leadsTo(Path link, String socket) {
        try {
            return Files.readSymbolicLink(link).toString().equals(socket);
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }
}
