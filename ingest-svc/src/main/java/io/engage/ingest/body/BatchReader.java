package io.engage.ingest.body;

import io.engage.events.EventParser;
import io.engage.events.EventType;
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
    private final EventParser parser = new EventParser();

    private byte[] body;
    private int end;
    private boolean viewerEventsOnly;
    private int maxEvents;
    private long now;
    private List<Parsed.Accepted> accepted;
    private List<Rejected> rejected;

    /**
     * Reads the events of the first {@code length} bytes of the body.
     *
     * @param viewerEventsOnly whether what only a broadcaster does is refused
     * @param maxEvents the most events
     * @param now the clock, epoch ms
     * @return the events, or null when there are more than that
     */
    public Batch read(byte[] body, int length, Format format, boolean viewerEventsOnly, int maxEvents, long now) {
        this.body = body;
        this.end = length;
        this.viewerEventsOnly = viewerEventsOnly;
        this.maxEvents = maxEvents;
        this.now = now;
        accepted = new ArrayList<>();
        rejected = new ArrayList<>();
        int start = skipBlank(startsWithByteOrderMark() ? 3 : 0);
        boolean complete = start == end || (format == Format.LINES ? lines(start) : byContent(start));
        return complete ? new Batch(accepted, rejected) : null;
    }

    private boolean byContent(int start) {
        if (body[start] == '[') {
            return array(start);
        }
        Parsed first = parser.parseNext(body, start, end, now);
        int behind = parser.end();
        if (behind >= 0 && skipBlank(behind) == end) {
            return add(first, start, end);
        }
        if (behind >= 0 && lineEnd(behind) == lineEnd(start) && isBlank(behind, lineEnd(behind))
                || isFollowedByObject(start)) {
            return lines(start);
        }
        return add(parser.parse(body, start, end - start, now), start, end);
    }

    private boolean lines(int start) {
        int from = start;
        while (from < end) {
            int to = lineEnd(from);
            if (!isBlank(from, to) && !add(parser.parse(body, from, to - from, now), from, to)) {
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
            Parsed parsed = parser.parseNext(body, next, end, now);
            if (parser.end() < 0) {
                return broken(((Parsed.Refused) parsed).reason(), next);
            }
            if (!add(parsed, next, parser.end())) {
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
        rejected.add(new Rejected(
                index,
                "broken_array",
                "the array is broken at its element " + index + ", so nothing of it was taken: " + reason,
                from,
                end));
        return true;
    }

    /** Adds one event to its list, or says that there are too many. */
    private boolean add(Parsed parsed, int from, int to) {
        int index = accepted.size() + rejected.size();
        if (index == maxEvents) {
            return false;
        }
        switch (parsed) {
            case Parsed.Accepted event -> {
                EventType type = event.event().type();
                if (viewerEventsOnly && !type.byViewer()) {
                    rejected.add(new Rejected(
                            index,
                            "not_for_players",
                            "a player's key may not send " + type.wireName() + "; send it with a server's key",
                            from,
                            to));
                } else {
                    accepted.add(event);
                }
            }
            case Parsed.Refused refused ->
                rejected.add(new Rejected(index, refused.problem().label(), refused.reason(), from, to));
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

    private boolean isBlank(int from, int to) {
        return skipBlank(from) >= to;
    }

    private int skipBlank(int from) {
        int i = from;
        while (i < end && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
            i++;
        }
        return i;
    }
}
