package io.engage.local.system;

import io.engage.local.supervise.Probe;
import io.engage.local.supervise.Program;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * One process of the system.
 *
 * @param name as in its pid file, its log and {@code --without}
 * @param ports those it listens on before they are shifted, the first is the one people know; none for one that only sends
 * @param layer who uses whom: ended from the top down
 * @param command how it is started at a site
 * @param health what says, at a site, that it works
 */
public record House(
        String name,
        List<Integer> ports,
        Layer layer,
        Function<Site, List<String>> command,
        Function<Site, Probe> health) {
    /** From the bottom up. */
    public enum Layer {
        /** Kafka, Redis and S3: what the services stand on. */
        GROUND(0),
        /** The services. */
        SERVICE(1),
        /** What sends to the services and ends before them, so that it can say good-bye. */
        AUDIENCE(2);

        private final int height;

        Layer(int height) {
            this.height = height;
        }
    }

    public House {
        ports = List.copyOf(ports);
    }

    /** The port people know it by, before it is shifted; empty when it has none. */
    public OptionalInt port() {
        return ports.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ports.getFirst());
    }

    /** The house as a program to run at the site. */
    public Program at(Site site) {
        return new Program(
                name,
                command.apply(site),
                // Without it glibc reserves 64 MB of address space per core and thread group, and uses much of it.
                Map.of("MALLOC_ARENA_MAX", "2"),
                site.folder(name),
                site.log(name),
                site.pidFile(name),
                layer.height,
                health.apply(site));
    }
}
