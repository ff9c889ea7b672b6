package io.engage.ingest.body;

import io.engage.ingest.IngestConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one {@link Memory} of this process. */
final class MemoryLimit {
    /** The rest is for the buffer of Kafka's client, and for everything that does not grow with the load. */
    private static final double SHARE_OF_HEAP = 1.0 / 3;

    @Produces
    @Singleton
    Memory memory(IngestConfig config, MeterRegistry metrics) {
        // The body, and its events beside it.
        long needed = 3 * config.maxBody().asLongValue();
        long share = (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP);
        long limit = config.inFlight().map(MemorySize::asLongValue).orElse(Math.max(share, needed));
        if (limit < needed) {
            throw new IllegalArgumentException(
                    "engage.ingest.in-flight is " + limit + " bytes, but a body of engage.ingest.max-body needs "
                            + needed + "; allow more in flight, or smaller bodies");
        }
        Memory memory = new Memory(limit);
        metrics.gauge("engage.ingest.in.flight.bytes", memory, Memory::used);
        return memory;
    }
}
