package io.engage.metrics.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Promises of batches: every record is in one, in its order, and a commit goes back to the first that was not counted. */
class RecordBatchTest {
    private record Read(long offset, long arrival, ByteBuffer value) {}

    @Property(tries = 200)
    void everyRecordIsReadInItsOrder(@ForAll("polled") List<ConsumerRecord<ByteBuffer, ByteBuffer>> polled) {
        // When
        List<ConsumerRecord<byte[], byte[]>> batches = RecordBatch.of(polled);
        List<Read> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> batch : batches) {
            assertTrue(RecordBatch.isMarked(batch.headers()));
            assertEquals("t", batch.topic());
            assertEquals(3, batch.partition());
            int before = read.size();
            RecordBatch.read(
                    batch.value(),
                    (offset, arrival, bytes, from, length) -> read.add(new Read(
                            offset,
                            arrival,
                            ByteBuffer.wrap(bytes.clone(), from, length).slice())));
            assertEquals(batch.offset(), read.get(before).offset());
        }
        // Then
        List<Read> expected = polled.stream()
                .map(r -> new Read(r.offset(), r.timestamp(), r.value() == null ? ByteBuffer.allocate(0) : r.value()))
                .toList();
        assertEquals(expected, read);
    }

    @Example
    void batchesAreBounded() {
        // Given
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> polled = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            polled.add(new ConsumerRecord<>("t", 3, i, null, ByteBuffer.allocate(200)));
        }
        // When
        List<ConsumerRecord<byte[], byte[]>> batches = RecordBatch.of(polled);
        // Then
        assertTrue(batches.size() < 5000 / 200);
        batches.forEach(batch -> assertTrue(batch.value().length < RecordBatch.FULL + 300));
    }

    @Example
    void aRecordOfTheLogIsNotTakenForABatch() {
        assertFalse(RecordBatch.isMarked(new ConsumerRecord<>("t", 3, 0, null, new byte[200]).headers()));
    }

    @Provide
    Arbitrary<List<ConsumerRecord<ByteBuffer, ByteBuffer>>> polled() {
        Arbitrary<byte[]> values = Arbitraries.integers()
                .between(0, 40_000)
                .map(length -> {
                    byte[] value = new byte[length];
                    for (int i = 0; i < length; i++) {
                        value[i] = (byte) (i * 31 + length);
                    }
                    return value;
                })
                .injectNull(0.05);
        Arbitrary<long[]> gaps =
                Arbitraries.longs().between(1, 5).array(long[].class).ofSize(12);
        return Combinators.combine(values.list().ofMaxSize(12), gaps).as((all, gap) -> {
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
            long offset = 40;
            for (int i = 0; i < all.size(); i++) {
                offset += gap[i];
                records.add(record(offset, 1_700_000_000_000L + gap[i] * 1000, all.get(i)));
            }
            return records;
        });
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, long arrival, byte[] value) {
        return new ConsumerRecord<>(
                "t",
                3,
                offset,
                arrival,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                null,
                // As it lies in what was fetched: not at the beginning of its array.
                value == null
                        ? null
                        : ByteBuffer.allocate(value.length + 3)
                                .position(3)
                                .put(value)
                                .position(3),
                new RecordHeaders(),
                Optional.empty());
    }
}
