package io.engage.ingest;

import io.engage.ingest.keys.KeyKind;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** All settings of this service under {@code engage.ingest}; those of the Kafka client are under {@code kafka}. */
@ConfigMapping(prefix = "engage.ingest")
public interface IngestConfig {
    /** Whether the keys {@code local} (server) and {@code local-player} (player, pages of localhost) are known. Never in production. */
    @WithDefault("false")
    boolean localKeys();

    /** The keys by their id, which also names them unless they have a name. */
    Map<String, Key> keys();

    /** Events per second a key may send where it has no rate of its own. */
    @WithDefault("200000")
    long rate();

    /** The largest body, as sent and after decompression. */
    @WithDefault("10M")
    MemorySize maxBody();

    /** The most events in one body. */
    @WithDefault("50000")
    int maxEvents();

    /** How long a body may take to arrive. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** After how long a request is answered at the latest once its body is there. */
    @WithDefault("9500ms")
    Duration answerTimeout();

    /**
     * How many bytes all requests together may hold in memory, with the events read of them: what comes beyond that is told to come again
     * later. A third of the heap unless set, or three times the largest body if that is more; the buffer of Kafka's client takes another
     * tenth.
     */
    Optional<MemorySize> inFlight();

    /** The topics, where they are created here. */
    Topics topics();

    /** One key. */
    interface Key {
        /** The SHA-256 of the secret, in hex. */
        String sha256();

        KeyKind kind();

        /** How logs and rejected input call it; its id unless set. An id in an environment variable must be one word, this need not be. */
        Optional<String> name();

        /** For a player's key: the origins of the pages that may use it. */
        Optional<List<String>> origins();

        /** Events per second. */
        OptionalLong rate();
    }

    /** How topics are created. Those that exist are left alone. */
    interface Topics {
        @WithDefault("4")
        int partitions();

        /** The broker's own default unless set. */
        Optional<Short> replicationFactor();

        /** How long events and rejected input are kept: time enough for a consumer that is away to come back. */
        @WithDefault("7d")
        Duration retention();

        /** How long {@code engage.points} is kept: at least 25 h, for 24 h of history are filled again from it. */
        @WithDefault("48h")
        Duration pointsRetention();
    }
}
