package io.engage.sentiment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of this service. */
@ConfigMapping(prefix = "engage")
public interface SentimentConfig {
    /**
     * A name of this instance that stays the same over restarts and that no other instance has. With it a restarted instance takes its partitions up
     * at once; without it they wait until the group noticed that it was gone.
     */
    Optional<String> instanceId();

    /** Which scorer runs: {@code chat}, or {@code corenlp}, the reference, in a build with the Maven profile corenlp. */
    @WithDefault("chat")
    ScorerName scorer();

    /** So many exact texts have their scores remembered; a power of two. */
    @WithDefault("16384")
    int scoresRemembered();

    /** Replication factor of the topic of totals; -1 is the brokers' default. */
    @WithDefault("-1")
    short replicationFactor();

    /** What a record needs to become readable after its arrival, and the difference of the clocks of brokers and service. */
    @WithDefault("PT0.05S")
    Duration clockMargin();

    /** The scorers. */
    enum ScorerName {
        CHAT,
        CORENLP
    }
}
