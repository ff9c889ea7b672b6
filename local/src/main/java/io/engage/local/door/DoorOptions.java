package io.engage.local.door;

import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say where the door is and how to go through it. */
public final class DoorOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "where ingest-svc listens (default: ${DEFAULT-VALUE})")
    private URI url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:ENGAGE_KEY:-local}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "an API key of the kind \"server\" (default: that in ENGAGE_KEY, else local)")
    private String key;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many requests may be under way at once (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--gzip", description = "compresses the requests: worth it over a slow network only")
    private boolean gzip;

    /**
     * Opens the way to the door.
     *
     * @param patience how long nothing may get through before it is given up
     * @param listener hears of each event that was refused
     * @throws IllegalArgumentException with a message for people when an option makes no sense
     */
    public Door open(Duration patience, Door.Listener listener) {
        if (url.getHost() == null
                || !(url.getScheme().equals("http") || url.getScheme().equals("https"))) {
            throw new IllegalArgumentException("--url must be like http://host:8081, not " + url);
        }
        if (connections < 1 || connections > 64) {
            throw new IllegalArgumentException("--connections must be from 1 to 64, not " + connections);
        }
        return new Door(url, key, connections, gzip, patience, listener);
    }

    /** The address for people. */
    public String address() {
        return url.toString();
    }
}
