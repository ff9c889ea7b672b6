package io.engage.bench.counters;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How one contestant drained the topics. Rate and CPU time are those between 10 % (or where the measurement begins) and 100 % consumed.
 *
 * @param name whose run it is
 * @param events consumed in that stretch
 * @param eventsPerSecond by the wall clock
 * @param cpuPerMillion CPU seconds of its process per million events
 * @param peakRssMib the most memory that was resident, MiB
 * @param correct {@code yes}, what differs, or {@code no state} for one that counts nothing
 */
public record Drained(
        @JsonProperty("peer") String name,
        @JsonProperty("events") long events,
        @JsonProperty("events_per_s") double eventsPerSecond,
        @JsonProperty("cpu_s_per_million") double cpuPerMillion,
        @JsonProperty("peak_rss_mib") long peakRssMib,
        @JsonProperty("correct") String correct) {}
