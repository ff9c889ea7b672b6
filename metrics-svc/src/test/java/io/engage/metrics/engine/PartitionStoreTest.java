package io.engage.metrics.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.engage.figures.log.Partition;
import io.engage.figures.reactions.Reactions;
import io.engage.metrics.reactions.ReactionsMetric;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.junit.jupiter.api.Test;

class PartitionStoreTest {
    private static final long ARRIVAL = 1_700_000_000_000L;

    private record Change(byte[] key, byte[] value) {}

    private final List<Change> changelog = new ArrayList<>();
    private StateRestoreCallback restore;

    /**
     * Promise: a task whose transaction failed is opened again on the same store (Kafka Streams revives it), and what was counted in that transaction
     * comes again and counts.
     */
    @Test
    void whatWasNotCommittedCountsWhenItComesAgain() {
        // Given: one like that was committed
        PartitionStore<Reactions> store = new PartitionStore<>("reactions", new ReactionsMetric());
        store.init(context(), store);
        assertFalse(like(store.takeOver(new Unheard()), 1, 0));
        store.flushCache();
        // When: another is not, since the transaction fails
        Partition<Reactions> before = store.takeOver(new Unheard());
        assertFalse(like(before, 2, 1));
        store.giveUp();
        store.close();
        store.init(context(), store);
        changelog.forEach(change -> restore.restore(change.key, change.value));
        Partition<Reactions> again = store.takeOver(new Unheard());
        // Then
        assertEquals(1, again.nextOffset());
        assertFalse(like(again, 2, 1), "It was taken for a duplicate");
        again.idle(ARRIVAL + 2_000);
        assertEquals(2, again.video("v").figures().likes());
    }

    /** Returns whether it was a duplicate. */
    private static boolean like(Partition<Reactions> partition, long event, long offset) {
        long arrival = partition.arrive(ARRIVAL, offset);
        if (partition.arrivedBefore(event, arrival)) {
            return true;
        }
        partition.touch("v", arrival).like(ARRIVAL, arrival);
        return false;
    }

    /** Kafka Streams' side of a store. */
    private InternalProcessorContext<?, ?> context() {
        return (InternalProcessorContext<?, ?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {InternalProcessorContext.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "register" -> restore = (StateRestoreCallback) args[1];
                        case "logChange" -> changelog.add(new Change(((Bytes) args[1]).get(), (byte[]) args[2]));
                        case "currentSystemTimeMs" -> {
                            return ARRIVAL;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private static final class Unheard implements Partition.Listener<Reactions> {
        @Override
        public void changed(Reactions video, long asOf) {}

        @Override
        public void slot(Reactions video, long start, boolean record) {}

        @Override
        public void gone(Reactions video) {}
    }
}
