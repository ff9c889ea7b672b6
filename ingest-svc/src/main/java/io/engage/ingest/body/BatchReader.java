package io.engage.ingest.body;

import io.engage.events.Checked;
import io.engage.events.EventParser;
import io.engage.events.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of a body in one pass over its bytes.
 *
 * <p>Lines stand for themselves: one that is broken is refused, the others are taken. In an array only what can be told apart is
 * refused by itself; when its syntax is broken, nothing of it is taken, so that it can be corrected and sent again as a whole. A byte order mark
 * at the beginning is skipped.
 *
 * <p>One instance per thread.
 */
public final class BatchReader {
    /** What an accepted event costs beside its bytes: objects and references. */
    private static final int COST_OF_ACCEPTED = 128;

    /** What a refused event costs: its reason here, in the answer and on its way to be kept. */
    private static final int COST_OF_REJECTED = 512;

    /** In which steps memory is taken. */
    private static final int STEP = 4_096;

    private final EventParser parser = new EventParser();

    private byte[] body;
    private int end;
    private boolean viewerEventsOnly;
    private int maxEvents;
    private long now;
    private Memory memory;

    private List<Checked.Valid> accepted;
    private List<Rejected> rejected;
    private long cost;
    private long taken;
    private Reading failure;

    /**
     * Reads the events of the first {@code length} bytes of the body.
     *
     * @param viewerEventsOnly whether what only a broadcaster does is refused
     * @param maxEvents the most events
     * @param now the clock, epoch ms
     * @param memory from which is taken what the events need; only a {@link Reading.Batch} keeps it
     */
    public Reading read(
            byte[] body, int length, Format format, boolean viewerEventsOnly, int maxEvents, long now, Memory memory) {
        this.body = body;
        this.end = length;
        this.viewerEventsOnly = viewerEventsOnly;
        this.maxEvents = maxEvents;
        this.now = now;
        this.memory = memory;
        accepted = new ArrayList<>();
        rejected = new ArrayList<>();
        cost = 0;
        taken = 0;
        failure = null;
        try {
            int start = skipBlank(startsWithByteOrderMark() ? 3 : 0);
            boolean complete = start == end || (format == Format.LINES ? lines(start) : byContent(start));
            if (!complete) {
                return failure;
            }
            Reading batch = new Reading.Batch(accepted, rejected, taken);
            taken = 0;
            return batch;
        } finally {
            memory.giveBack(taken);
            this.body = null;
            accepted = null;
            rejected = null;
        }
    }

    private boolean byContent(int start) {
        if (body[start] == '[') {
            return array(start);
        }
        Checked first = parser.checkNext(body, start, end, now);
        int behind = parser.end();
        if (behind >= 0 && skipBlank(behind) == end) {
            return add(first, start, end);
        }
        boolean endsItsLine = behind >= 0 && lineEnd(behind) == lineEnd(start) && skipBlank(behind) >= lineEnd(behind);
        if (endsItsLine || isFollowedByObject(start)) {
            return lines(start);
        }
        return add(parser.check(body, start, end - start, now), start, end);
    }

    private boolean lines(int start) {
        int from = start;
        while (from < end) {
            int to = lineEnd(from);
            if (skipBlank(from) < to && !add(parser.check(body, from, to - from, now), from, to)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private boolean array(int start) {
        int next = skipBlank(start + 1);
        if (next < end && body[next] == ']') {
            return close(next);
        }
        while (true) {
            Checked checked = parser.checkNext(body, next, end, now);
            if (parser.end() < 0) {
                return broken(((Parsed.Refused) checked).reason(), next);
            }
            if (!add(checked, next, parser.end())) {
                return false;
            }
            next = skipBlank(parser.end());
            if (next < end && body[next] == ']') {
                return close(next);
            }
            if (next == end || body[next] != ',') {
                return broken("behind an element ',' or ']' is due", next);
            }
            next = skipBlank(next + 1);
        }
    }

    private boolean close(int bracket) {
        int next = skipBlank(bracket + 1);
        return next == end || broken("something follows its ']'", next);
    }

    /** Drops what was read: of a broken array nothing is taken. */
    private boolean broken(String reason, int from) {
        int index = accepted.size() + rejected.size();
        accepted.clear();
        rejected.clear();
        return reject(
                index,
                "broken_array",
                "the array is broken at its element " + index + ", so nothing of it was taken: " + reason,
                from,
                end);
    }

    /** Adds one event to its list, or says that no more can be read. */
    private boolean add(Checked checked, int from, int to) {
        int index = accepted.size() + rejected.size();
        if (index == maxEvents) {
            failure = new Reading.TooMany();
            return false;
        }
        return switch (checked) {
            case Checked.Valid valid
            when viewerEventsOnly && !valid.type().byViewer() ->
                reject(
                        index,
                        "not_for_players",
                        "a player's key may not send " + valid.type().wireName() + "; send it with a server's key",
                        from,
                        to);
            case Checked.Valid valid -> {
                accepted.add(valid);
                yield pay(valid.line().length + COST_OF_ACCEPTED);
            }
            case Parsed.Refused refused -> reject(index, refused.problem().label(), refused.reason(), from, to);
        };
    }

    private boolean reject(int index, String problem, String reason, int from, int to) {
        rejected.add(new Rejected(index, problem, reason, from, to));
        return pay(COST_OF_REJECTED);
    }

    private boolean pay(int bytes) {
        cost += bytes;
        if (cost > taken) {
            long more = Math.max(STEP, cost - taken);
            if (!memory.take(more)) {
                failure = new Reading.NoRoom();
                return false;
            }
            taken += more;
        }
        return true;
    }

    private boolean startsWithByteOrderMark() {
        return end >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    }

    private boolean isFollowedByObject(int start) {
        int next = skipBlank(lineEnd(start));
        return next < end && body[next] == '{';
    }

    private int lineEnd(int from) {
        int i = from;
        while (i < end && body[i] != '\n') {
            i++;
        }
        return i;
    }

    private int skipBlank(int from) {
        int i = from;
        while (i < end && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
            i++;
        }
        return i;
    }
}
