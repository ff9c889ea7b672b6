package io.engage.bench.load;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Generated events as bodies of one event a line. */
public final class Batches {
    private Batches() {}

    /** Full batches of all events of the workload, dated from now on. */
    public static List<byte[]> of(Workload workload, int eventsPerBatch) {
        List<byte[]> batches = new ArrayList<>();
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int[] events = {0};
        new Generator(workload, System.currentTimeMillis(), (type, video, json, time) -> {
                    batch.writeBytes(json);
                    batch.write('\n');
                    if (++events[0] % eventsPerBatch == 0) {
                        batches.add(batch.toByteArray());
                        batch.reset();
                    }
                })
                .run();
        return batches;
    }
}
