package io.engage.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of this service. */
@ConfigMapping(prefix = "engage")
public interface MetricsConfig {
    /** Which metrics this instance runs: {@code viewers}, {@code reactions}. */
    @WithName("metrics")
    @WithDefault("viewers,reactions")
    List<String> metrics();

    /**
     * A name of this instance that stays the same over restarts and that no other instance has. With it a restarted
     * instance takes its partitions up at once; without it they wait until the group noticed that it was gone.
     */
    Optional<String> instanceId();

    /** Threads per metric; more than the topic's partitions are idle. */
    @WithDefault("1")
    int streamThreads();

    /** Copies of the state that other instances keep ready, for a fail-over without a restore. */
    @WithDefault("0")
    int standbyReplicas();

    /** Replication factor of the state's changelog; -1 is the brokers' default. */
    @WithDefault("-1")
    int replicationFactor();

    /** Where Kafka Streams keeps its lock files. */
    @WithDefault("${java.io.tmpdir}/engage-state")
    String stateDir();

    /** See {@code PolledLogEnd}: the brokers' time to make a record readable, and the clocks' difference. */
    @WithDefault("PT0.05S")
    Duration clockMargin();

    /** When sessions and videos end by themselves. */
    Sessions sessions();

    /** See {@code SessionRules}. */
    interface Sessions {
        @WithDefault("PT45S")
        Duration heartbeatSilence();

        @WithDefault("PT4H")
        Duration playSilence();

        @WithDefault("PT30S")
        Duration leaveWait();

        @WithDefault("PT4H")
        Duration videoSilence();

        @WithDefault("PT24H")
        Duration retention();
    }
}
