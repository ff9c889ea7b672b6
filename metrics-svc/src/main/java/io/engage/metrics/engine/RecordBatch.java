package io.engage.metrics.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records that lie behind each other in a partition as one record, so that what Kafka Streams does for each record it does
 * for some hundred of them at once.
 *
 * <p>To Kafka Streams a batch has the offset of its first record: while it waits, that is what a commit has to go back to.
 * Behind its last record goes on what the consumer tells of its position. It is never written anywhere.
 *
 * <p>Each record of the value is its offset and arrival (8 bytes each), the length of its value (4 bytes), and its value.
 * The key is left out: it is the event's {@code video_id}.
 */
final class RecordBatch {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEAD = 2 * Long.BYTES + Integer.BYTES;

    /** A batch is begun anew at this size: large enough to share the work, and small enough for a young generation. */
    static final int FULL = 64 * 1024;

    private static final String MARK = "engage-batch";
    private static final byte[] NOTHING = {};

    private RecordBatch() {}

    /** Takes the records of a batch. */
    @FunctionalInterface
    interface Reader {
        /** Takes the record whose value are these bytes. */
        void read(long offset, long arrival, byte[] bytes, int from, int length);
    }

    /** Puts records of one partition, in their order, into batches. */
    static List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        List<ConsumerRecord<byte[], byte[]>> batches = new ArrayList<>();
        int last = records.size() - 1;
        int from = 0;
        int size = 0;
        for (int i = 0; i <= last; i++) {
            size += HEAD + length(records.get(i));
            if (size >= FULL || i == last) {
                batches.add(batch(records, from, i, size));
                from = i + 1;
                size = 0;
            }
        }
        return batches;
    }

    private static ConsumerRecord<byte[], byte[]> batch(
            List<ConsumerRecord<ByteBuffer, ByteBuffer>> records, int from, int to, int size) {
        byte[] batch = new byte[size];
        int at = 0;
        for (int i = from; i <= to; i++) {
            ConsumerRecord<ByteBuffer, ByteBuffer> record = records.get(i);
            int length = length(record);
            LONG.set(batch, at, record.offset());
            LONG.set(batch, at + Long.BYTES, record.timestamp());
            INT.set(batch, at + 2 * Long.BYTES, length);
            if (length > 0) {
                ByteBuffer value = record.value();
                value.get(value.position(), batch, at + HEAD, length);
            }
            at += HEAD + length;
        }
        ConsumerRecord<ByteBuffer, ByteBuffer> first = records.get(from);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                first.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                0,
                size,
                null,
                batch,
                new RecordHeaders(List.of(new RecordHeader(MARK, NOTHING))),
                first.leaderEpoch());
    }

    /** Whether a record with these headers is a batch. Those of the log are all within one. */
    static boolean isMarked(Headers headers) {
        return headers.lastHeader(MARK) != null;
    }

    /** Reads the records of a batch in their order. */
    static void read(byte[] batch, Reader reader) {
        int at = 0;
        while (at < batch.length) {
            int length = (int) INT.get(batch, at + 2 * Long.BYTES);
            reader.read((long) LONG.get(batch, at), (long) LONG.get(batch, at + Long.BYTES), batch, at + HEAD, length);
            at += HEAD + length;
        }
    }

    /** A record without a value is no event: the reader of events says so. */
    private static int length(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        return record.value() == null ? 0 : record.value().remaining();
    }
}
