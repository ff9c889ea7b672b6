package io.engage.figures.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries the state of a {@link Partition} over a crash, in the records of a compacted log, at a cost in proportion to what
 * changed and not to what is held.
 *
 * <p>Each {@link #save} writes what changed since the last as a few records under numbers never used before. Once as much was
 * written as the whole state takes, a sweep goes along that writes everything there is, video by video, no faster than changes are
 * written. When it is complete, all records older than its beginning say nothing any more and are deleted; so the log holds at
 * most about five times the state. A video whose whole state takes no more than twice what changes of it is written whole each
 * time, which spares the sweep.
 *
 * <p>Records: {@code v<number>} changes and swept ranges of videos, in several pieces where thousands of sessions are of one user and
 * cannot be parted, {@code i<number>} ids that arrived, {@code m} the times,
 * the next numbers, and the number at which the last complete sweep began.
 *
 * @param <V> what the metric knows of a video
 */
public final class Journal<V extends Video> {
    /** A record is begun anew at this size, well below the megabyte that brokers take by default. */
    private static final int RECORD_BYTES = 256 * 1024;

    /** What became longer all the same is written in pieces of this size. */
    private static final int PIECE_BYTES = 512 * 1024;

    /** The length of the key of a record that is not a piece. */
    private static final int KEY_BYTES = 9;

    /** How much of a sweep each save writes at the least; more when more changed. */
    private static final int SWEEP_BYTES = 16 * 1024;

    /** How old the saved time may become while nothing else changes: so many seconds are published again by a restore. */
    private static final int QUIET_SECONDS = 60;

    private static final int IDS_PER_RECORD = 20_000;

    private static final byte CHANGED = 1;
    private static final byte RANGE = 2;
    private static final byte FIRST_RANGE = 3;
    private static final byte REMOVED = 4;

    private static final byte[] META = {'m'};

    private final Partition<V> partition;
    private final long duplicateHorizon;
    /** The record that is being written. */
    private final StateWriter bytes = new StateWriter();

    private long next;
    private long nextIds;
    private long base;
    private long oldest;
    private final Deque<Ids> ids = new ArrayDeque<>();
    /** How many pieces a record is in, where it is. */
    private final Map<Long, Integer> inPieces = new HashMap<>();

    // The record whose pieces come one after the other in a restore.
    private long collecting = -1;
    private int piecesCollected;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

    /** How many bytes were written of videos. */
    private long written;

    private boolean sweeping;
    private long sweepBegan;
    private final Deque<Partition.Entry<V>> sweep = new ArrayDeque<>();
    private long sweepFrom;
    /** The next sweep begins when so much was {@link #written}. */
    private long nextSweep;

    private long savedSecond = Long.MIN_VALUE;
    private long savedOffset = -1;

    private record Ids(long number, long arrival) {}

    /** @param duplicateHorizon the partition's, in ms */
    public Journal(Partition<V> partition, long duplicateHorizon) {
        this.partition = partition;
        this.duplicateHorizon = duplicateHorizon;
    }

    /** Where records go; a null value deletes. */
    @FunctionalInterface
    public interface Records {
        void put(byte[] key, byte[] value);
    }

    /** Writes what a restore needs to come to the present state; nothing when nothing changed. */
    public void save(Records records) {
        List<Partition.Entry<V>> unsaved = partition.unsaved();
        boolean quiet = unsaved.isEmpty()
                && partition.removed().isEmpty()
                && partition.recentIds().unsaved() == 0
                && partition.nextOffset() == savedOffset;
        boolean recent = partition.size() == 0 || partition.lastSecond() - savedSecond < QUIET_SECONDS;
        if (quiet && recent) {
            return;
        }
        Output output = new Output(records);
        for (String id : partition.removed()) {
            output.part(REMOVED, id.getBytes(StandardCharsets.UTF_8));
            output.finishPart();
        }
        partition.removed().clear();
        for (int i = 0; i < unsaved.size(); i++) {
            if (i % Partition.ASKED_AT_ONCE == 0) {
                partition.askChanges(unsaved, i);
            }
            Partition.Entry<V> entry = unsaved.get(i);
            entry.unsaved = false;
            if (!entry.held) {
                continue;
            }
            if (entry.written < 0 || entry.wholeBytes <= 2L * entry.changedBytes) {
                writeWhole(output, entry);
            } else {
                writeChanges(output, entry);
            }
        }
        unsaved.clear();
        sweep(output, records);
        output.finishRecord();
        saveIds(records, 1);
        StateWriter meta = new StateWriter();
        meta.signed(partition.lastArrival());
        meta.signed(partition.lastSecond());
        meta.signed(partition.nextOffset());
        meta.count(next);
        meta.count(nextIds);
        meta.count(base);
        records.put(META, meta.toBytes());
        savedSecond = partition.lastSecond();
        savedOffset = partition.nextOffset();
    }

    /** Takes in one record, in the order in which they were written. */
    public void restore(byte[] key, byte[] value) {
        switch (key[0]) {
            case 'm' -> {
                StateReader in = new StateReader(value);
                partition.restoreTime(in.signed(), in.signed(), in.signed());
                next = in.total();
                nextIds = in.total();
                base = in.total();
            }
            case 'v' -> {
                long number = ByteBuffer.wrap(key, 1, 8).getLong();
                if (key.length > KEY_BYTES) {
                    restorePiece(number, ByteBuffer.wrap(key, KEY_BYTES, 8), value);
                } else if (value != null) {
                    restoreVideos(number, new StateReader(value));
                }
            }
            case 'i' -> {
                long number = ByteBuffer.wrap(key, 1, 8).getLong();
                if (value == null) {
                    ids.removeIf(chunk -> chunk.number == number);
                } else {
                    StateReader in = new StateReader(value);
                    ids.add(new Ids(number, in.signed()));
                    partition.recentIds().restore(in);
                }
            }
            default -> throw ofAnotherVersion("key " + (char) key[0]);
        }
    }

    /** To be called after the last record of a restore: what the complete sweep did not find is gone. */
    public void restored() {
        partition.videos().removeIf(entry -> entry.written < base);
        partition.restored();
        oldest = base;
        beginSweep();
        savedOffset = partition.nextOffset();
        savedSecond = partition.lastSecond();
    }

    private void writeWhole(Output output, Partition.Entry<V> entry) {
        long from = 0;
        do {
            from = writeRange(output, entry, from);
        } while (from != 0);
    }

    private void writeChanges(Output output, Partition.Entry<V> entry) {
        boolean more = true;
        entry.changedBytes = 0;
        while (more) {
            output.part(CHANGED, entry.utf8);
            int before = bytes.length();
            more = entry.video.writeChanges(bytes);
            entry.changedBytes += bytes.length() - before;
            output.finishPart();
        }
    }

    private long writeRange(Output output, Partition.Entry<V> entry, long from) {
        output.part(from == 0 ? FIRST_RANGE : RANGE, entry.utf8);
        int before = bytes.length();
        long end = entry.video.writeRange(bytes, from);
        if (from == 0) {
            entry.written = next;
            entry.rangeBytes = 0;
        }
        entry.rangeBytes += bytes.length() - before;
        if (end == 0) {
            entry.wholeBytes = entry.rangeBytes;
        }
        output.finishPart();
        return end;
    }

    private void sweep(Output output, Records records) {
        if (!sweeping) {
            if (written < nextSweep) {
                return;
            }
            output.finishRecord();
            beginSweep();
        }
        long limit = output.length() + Math.max(SWEEP_BYTES, output.length());
        while (output.length() < limit) {
            Partition.Entry<V> entry = sweep.peek();
            if (entry == null) {
                output.finishRecord();
                completeSweep(records);
                return;
            }
            if (!entry.held || (sweepFrom == 0 && entry.written >= sweepBegan)) {
                // Gone, or made since the sweep began and so written whole since then.
                sweep.remove();
                sweepFrom = 0;
                continue;
            }
            if (entry.video.hasRanges()) {
                // Time changes videos too, of which a restore finds out by itself; but not where part of it is written
                // and part is not.
                writeChanges(output, entry);
            }
            sweepFrom = writeRange(output, entry, sweepFrom);
            if (sweepFrom == 0) {
                sweep.remove();
            }
        }
    }

    private void completeSweep(Records records) {
        base = sweepBegan;
        for (; oldest < base; oldest++) {
            Integer pieces = inPieces.remove(oldest);
            if (pieces == null) {
                records.put(key('v', oldest), null);
            } else {
                for (int piece = 0; piece < pieces; piece++) {
                    records.put(pieceKey(oldest, piece, pieces), null);
                }
            }
        }
        sweeping = false;
        nextSweep = written;
        partition.videos().forEach(entry -> nextSweep += entry.wholeBytes);
    }

    private void beginSweep() {
        sweeping = true;
        sweepBegan = next;
        sweepFrom = 0;
        sweep.clear();
        partition.videos().forEach(sweep::add);
    }

    /**
     * Writes the ids that arrived since the last call as soon as they fill a record, so that they need not be held until the
     * next {@link #save}: a restore that meets them must meet that one too.
     */
    public void saveFullIds(Records records) {
        saveIds(records, IDS_PER_RECORD);
    }

    private void saveIds(Records records, int least) {
        while (!ids.isEmpty() && partition.lastArrival() - ids.peek().arrival >= duplicateHorizon) {
            records.put(key('i', ids.remove().number), null);
        }
        while (partition.recentIds().unsaved() >= least) {
            bytes.clear();
            bytes.signed(partition.lastArrival());
            partition.recentIds().save(bytes, IDS_PER_RECORD);
            ids.add(new Ids(nextIds, partition.lastArrival()));
            records.put(key('i', nextIds++), bytes.toBytes());
        }
    }

    /** A record of which a piece is missing is one that is being deleted: nothing of it is needed any longer. */
    private void restorePiece(long number, ByteBuffer which, byte[] value) {
        int piece = which.getInt();
        int pieces = which.getInt();
        if (value == null) {
            inPieces.remove(number);
            return;
        }
        if (piece == 0) {
            collecting = number;
            piecesCollected = 0;
            collected.reset();
        }
        if (collecting != number || piece != piecesCollected) {
            return;
        }
        collected.writeBytes(value);
        piecesCollected++;
        if (piecesCollected == pieces) {
            inPieces.put(number, pieces);
            restoreVideos(number, new StateReader(collected.toByteArray()));
            collecting = -1;
            collected.reset();
        }
    }

    private void restoreVideos(long number, StateReader in) {
        while (!in.atEnd()) {
            int part = in.count();
            String id = in.text();
            switch (part) {
                case REMOVED -> partition.videos().remove(id);
                case CHANGED -> partition.restore(id).video.readChanges(in);
                case RANGE -> partition.restore(id).video.readRange(in);
                case FIRST_RANGE -> {
                    Partition.Entry<V> entry = partition.restore(id);
                    entry.written = number;
                    entry.video.readRange(in);
                }
                default -> throw ofAnotherVersion("part " + part);
            }
        }
    }

    private static IllegalStateException ofAnotherVersion(String what) {
        return new IllegalStateException("The stored state is of another version (" + what
                + "): delete the changelog and the offsets of its group, so that all is counted again from the log");
    }

    private static byte[] key(char kind, long number) {
        return ByteBuffer.allocate(KEY_BYTES).put((byte) kind).putLong(number).array();
    }

    private static byte[] pieceKey(long number, int piece, int pieces) {
        return ByteBuffer.allocate(KEY_BYTES + 8)
                .put((byte) 'v')
                .putLong(number)
                .putInt(piece)
                .putInt(pieces)
                .array();
    }

    /** Collects parts into records of bounded size. */
    private final class Output {
        private final Records records;
        private final long before = written;

        Output(Records records) {
            this.records = records;
            bytes.clear();
        }

        long length() {
            return written - before + bytes.length();
        }

        /** @param id the video's, as bytes of UTF-8 */
        void part(byte kind, byte[] id) {
            bytes.count(kind);
            bytes.text(id);
        }

        void finishPart() {
            if (bytes.length() >= RECORD_BYTES) {
                finishRecord();
            }
        }

        private void put(long number, byte[] value) {
            if (value.length <= PIECE_BYTES + RECORD_BYTES) {
                records.put(key('v', number), value);
                return;
            }
            int pieces = (value.length + PIECE_BYTES - 1) / PIECE_BYTES;
            inPieces.put(number, pieces);
            for (int piece = 0; piece < pieces; piece++) {
                int from = piece * PIECE_BYTES;
                records.put(
                        pieceKey(number, piece, pieces),
                        Arrays.copyOfRange(value, from, Math.min(value.length, from + PIECE_BYTES)));
            }
        }

        void finishRecord() {
            if (bytes.length() > 0) {
                put(next++, bytes.toBytes());
                written += bytes.length();
                bytes.clear();
            }
        }
    }
}
