package io.engage.ingest.body;

import io.engage.ingest.IngestConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one {@link Memory} of this process. */
final class MemoryLimit {
    /** A body, its events, and the buffer of Kafka's client can hold the same bytes at once, and there is more to hold. */
    private static final int SHARE_OF_HEAP = 5;

    @Produces
    @Singleton
    Memory memory(IngestConfig config, MeterRegistry metrics) {
        long largest = config.maxBody().asLongValue();
        long limit = config.inFlight()
                .map(MemorySize::asLongValue)
                .orElse(Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, 2 * largest));
        if (limit < largest) {
            throw new IllegalArgumentException("engage.ingest.in-flight (" + limit
                    + ") is smaller than engage.ingest.max-body (" + largest + "): such a body could never come in");
        }
        Memory memory = new Memory(limit);
        metrics.gauge("engage.ingest.in.flight.bytes", memory, Memory::used);
        return memory;
    }
}
