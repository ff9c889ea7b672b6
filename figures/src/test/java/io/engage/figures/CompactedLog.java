package io.engage.figures;

import io.engage.figures.log.Journal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** A compacted log, as Kafka keeps a journal's records: the last value of a key, where it was written. */
public final class CompactedLog implements Journal.Records {
    private final Map<ByteBuffer, byte[]> records = new LinkedHashMap<>();

    @Override
    public void put(byte[] key, byte[] value) {
        records.remove(ByteBuffer.wrap(key));
        if (value != null) {
            records.put(ByteBuffer.wrap(key), value);
        }
    }

    /** Gives a journal all there is, as one that takes over reads it. */
    public void restore(Journal<?> journal) {
        records.forEach((key, value) -> journal.restore(key.array(), value));
        journal.restored();
    }
}
