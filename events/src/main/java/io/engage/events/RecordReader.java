package io.engage.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads of the records of the topics what counting needs, straight from their bytes and without making an object.
 *
 * <p>It accepts and refuses exactly what {@link EventParser#read} does, and the texts have the same characters. What most
 * records look like (a flat object in ASCII without escapes) it reads by itself; whenever it meets anything else, be it
 * unusual or wrong, it leaves the whole record to the parser.
 *
 * <p>What it tells is of the last record that was read. One instance per thread.
 */
public final class RecordReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    // Names of the fields in so far as they are eight bytes, with the quote behind them.
    private static final long TITLE = word("title\"");
    private static final long USER_ID = word("user_id\"");
    private static final long COMMENT = word("comment\"");
    private static final long VIDEO_ID = word("video_id");
    private static final long EVENT_ID = word("event_id");
    private static final long LATITUDE = word("latitude");
    private static final long TIMESTAM = word("timestam");
    private static final long LONGITUD = word("longitud");
    private static final long EVENT_TY = word("event_ty");
    private static final long SESSION_ = word("session_");

    // A field of the contract is a bit in what was given.
    private static final int UNKNOWN_BIT = 0;
    private static final int TYPE_BIT = 1;
    private static final int VIDEO_BIT = 1 << 1;
    private static final int USER_BIT = 1 << 2;
    private static final int TIMESTAMP_BIT = 1 << 3;
    private static final int EVENT_BIT = 1 << 4;
    private static final int SESSION_BIT = 1 << 5;
    private static final int LATITUDE_BIT = 1 << 6;
    private static final int LONGITUDE_BIT = 1 << 7;
    private static final int COMMENT_BIT = 1 << 8;
    private static final int TITLE_BIT = 1 << 9;
    private static final int REQUIRED = TYPE_BIT | VIDEO_BIT | USER_BIT | TIMESTAMP_BIT | EVENT_BIT;
    private static final int PLACE = LATITUDE_BIT | LONGITUDE_BIT;

    /** Integers of so many digits fit into a long. */
    private static final int SAFE_DIGITS = 18;

    /** The position of what only the parser can judge. */
    private static final int UNUSUAL = -1;

    private final EventParser parser = new EventParser();
    private final Text eventId = new Text();
    private final Text videoId = new Text();
    private final Text userId = new Text();
    private final Text sessionId = new Text();

    private byte[] bytes;
    private int end;
    private int given;
    private EventType type;
    private long timestamp;
    private Event event;
    private String refusal;
    /** Where the name of the field under way ends. */
    private int nameEnd;

    // The last number: where it ends is returned.
    private boolean negative;
    private boolean fraction;
    private long whole;

    /** A text of an event as its bytes in UTF-8. */
    public static final class Text {
        private byte[] bytes;
        private int from;
        private int to;

        /** The array that holds it. */
        public byte[] bytes() {
            return bytes;
        }

        /** Where it begins in the array. */
        public int from() {
            return from;
        }

        /** How many bytes it has; 0 when the event has no such text. */
        public int length() {
            return to - from;
        }

        private void set(byte[] array, int begin, int after) {
            bytes = array;
            from = begin;
            to = after;
        }

        private void set(String text) {
            byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            set(utf8, 0, utf8.length);
        }
    }

    /**
     * Reads a record that was accepted when it came in: the clock is not asked.
     *
     * @return false when it is no event; {@link #refusal} says why
     */
    public boolean read(byte[] array, int offset, int length) {
        bytes = array;
        end = offset + length;
        event = null;
        boolean read = scan(offset, length) || parse(offset);
        bytes = null;
        return read;
    }

    /** What kind of event it is. */
    public EventType type() {
        return type;
    }

    /** When it happened, epoch ms. */
    public long timestamp() {
        return timestamp;
    }

    public Text eventId() {
        return eventId;
    }

    public Text videoId() {
        return videoId;
    }

    public Text userId() {
        return userId;
    }

    /** The session it belongs to; empty when anonymous. */
    public Text sessionId() {
        return sessionId;
    }

    /** The {@code start_video} that was read: only of this kind more than ids and times counts. */
    public Event.StartVideo startVideo() {
        return (Event.StartVideo) event;
    }

    /** Whether the record was read without the parser. */
    boolean wasUsual() {
        return event == null;
    }

    /** Why the record is no event, for people. */
    public String refusal() {
        return refusal;
    }

    private boolean parse(int offset) {
        return switch (parser.read(Arrays.copyOfRange(bytes, offset, end))) {
            case Parsed.Accepted(Event parsed, var line) -> {
                event = parsed;
                type = parsed.type();
                timestamp = parsed.timestamp();
                eventId.set(parsed.eventId());
                videoId.set(parsed.videoId());
                userId.set(parsed.userId());
                sessionId.set(parsed.sessionId());
                yield true;
            }
            case Parsed.Refused(var problem, String reason) -> {
                refusal = reason;
                yield false;
            }
        };
    }

    /** Reads a record of the usual form; false when it is not, or may not be. */
    private boolean scan(int offset, int length) {
        if (length < 2 || length > EventParser.MAX_BYTES || bytes[offset] != '{') {
            return false;
        }
        given = 0;
        sessionId.set(bytes, offset, offset);
        int p = offset;
        do {
            p = field(skipSpaces(p + 1));
            if (p < 0) {
                return false;
            }
            p = skipSpaces(p);
        } while (at(p) == ',');
        return at(p) == '}'
                && skipSpaces(p + 1) == end
                && (given & REQUIRED) == REQUIRED
                && ((given & PLACE) == 0 || (given & PLACE) == PLACE);
    }

    /** Takes a field at the given position, and returns the one behind it. */
    private int field(int position) {
        if (at(position) != '"') {
            return UNUSUAL;
        }
        int field = known(position + 1);
        if (field == UNKNOWN_BIT) {
            nameEnd = stringEnd(position + 1);
            if (nameEnd < 0) {
                return UNUSUAL;
            }
        }
        if ((given & field) != 0) {
            return UNUSUAL;
        }
        given |= field;
        int p = skipSpaces(nameEnd + 1);
        if (at(p) != ':') {
            return UNUSUAL;
        }
        p = skipSpaces(p + 1);
        int first = at(p);
        if (first == '"') {
            int to = stringEnd(p + 1);
            return to >= 0 && takeString(field, p + 1, to) ? to + 1 : UNUSUAL;
        }
        if (first == '-' || isDigit(first)) {
            int to = numberEnd(p);
            return to >= 0 && takeNumber(field, p, to) ? to : UNUSUAL;
        }
        return field == UNKNOWN_BIT ? literalEnd(p, first) : UNUSUAL;
    }

    /**
     * Which field of the contract has its name here; {@link #nameEnd} is where it ends. The shortest that is valid has eight
     * bytes before the record's end.
     */
    private int known(int from) {
        if (from + 8 > end) {
            return UNKNOWN_BIT;
        }
        long head = (long) LONG.get(bytes, from);
        if (head == EVENT_ID) {
            return known(from, "", EVENT_BIT);
        } else if (head == VIDEO_ID) {
            return known(from, "", VIDEO_BIT);
        } else if (head == USER_ID) {
            nameEnd = from + 7;
            return USER_BIT;
        } else if (head == EVENT_TY) {
            return known(from, "pe", TYPE_BIT);
        } else if (head == TIMESTAM) {
            return known(from, "p", TIMESTAMP_BIT);
        } else if (head == SESSION_) {
            return known(from, "id", SESSION_BIT);
        } else if (head == COMMENT) {
            nameEnd = from + 7;
            return COMMENT_BIT;
        } else if (head == LATITUDE) {
            return known(from, "", LATITUDE_BIT);
        } else if (head == LONGITUD) {
            return known(from, "e", LONGITUDE_BIT);
        } else if ((head & 0xFFFF_FFFF_FFFFL) == TITLE) {
            nameEnd = from + 5;
            return TITLE_BIT;
        }
        return UNKNOWN_BIT;
    }

    /** The field when behind its first eight bytes there is the rest of its name and the quote. */
    private int known(int from, String rest, int field) {
        nameEnd = from + 8 + rest.length();
        for (int i = 0; i < rest.length(); i++) {
            if (at(from + 8 + i) != rest.charAt(i)) {
                return UNKNOWN_BIT;
            }
        }
        return at(nameEnd) == '"' ? field : UNKNOWN_BIT;
    }

    private boolean takeString(int field, int from, int to) {
        return switch (field) {
            case TYPE_BIT -> takeType(from, to);
            case VIDEO_BIT -> takeText(videoId, from, to, Occurrence.MAX_ID);
            case USER_BIT -> takeText(userId, from, to, Occurrence.MAX_ID);
            case EVENT_BIT -> takeText(eventId, from, to, Occurrence.MAX_EVENT_ID);
            case SESSION_BIT -> takeText(sessionId, from, to, Occurrence.MAX_EVENT_ID);
            case TIMESTAMP_BIT, LATITUDE_BIT, LONGITUDE_BIT -> false;
            default -> true;
        };
    }

    private boolean takeNumber(int field, int from, int to) {
        return switch (field) {
            case VIDEO_BIT -> !fraction && takeText(videoId, from, to, Occurrence.MAX_ID);
            case USER_BIT -> !fraction && takeText(userId, from, to, Occurrence.MAX_ID);
            case TIMESTAMP_BIT -> {
                timestamp = whole;
                yield !fraction && !negative && whole <= Occurrence.MAX_TIMESTAMP;
            }
            case LATITUDE_BIT -> whole < 90;
            case LONGITUDE_BIT -> whole < 180;
            case TYPE_BIT, EVENT_BIT, SESSION_BIT -> false;
            default -> true;
        };
    }

    private boolean takeText(Text text, int from, int to, int limit) {
        text.set(bytes, from, to);
        return to > from && to - from <= limit;
    }

    /** Takes the kinds of which only ids and times count. */
    private boolean takeType(int from, int to) {
        type = switch (at(from)) {
            case 'h' -> EventType.HEARTBEAT;
            case 'p' -> EventType.PLAY;
            case 'l' -> to - from == 4 ? EventType.LIKE : EventType.LEAVE;
            case 'd' -> EventType.DISLIKE;
            case 'e' -> EventType.END_VIDEO;
            default -> null;
        };
        return type != null && type.isWrittenAt(bytes, from, to);
    }

    /** Where the string of ASCII without escapes that begins here ends, eight bytes at a time. */
    private int stringEnd(int from) {
        int p = from;
        for (; p + 8 <= end; p += 8) {
            long word = (long) LONG.get(bytes, p);
            long quote = word ^ ('"' * ONES);
            long backslash = word ^ ('\\' * ONES);
            // The lowest high bit that is set marks the first byte that is '"', '\', below ' ' or beyond ASCII.
            long stops = HIGH
                    & (((quote - ONES) & ~quote)
                            | ((backslash - ONES) & ~backslash)
                            | ((word - ' ' * ONES) & ~word)
                            | word);
            if (stops != 0) {
                p += Long.numberOfTrailingZeros(stops) >>> 3;
                return bytes[p] == '"' ? p : UNUSUAL;
            }
        }
        for (; p < end; p++) {
            byte c = bytes[p];
            if (c == '"') {
                return p;
            }
            if (c < ' ' || c == '\\') {
                return UNUSUAL;
            }
        }
        return UNUSUAL;
    }

    /** Where the number that begins here ends; those with an exponent or many digits are unusual. */
    private int numberEnd(int from) {
        negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        int p = first;
        long value = 0;
        for (int c = at(p); isDigit(c); c = at(++p)) {
            value = 10 * value + (c - '0');
        }
        if (p == first || p - first > SAFE_DIGITS || (bytes[first] == '0' && p - first > 1)) {
            return UNUSUAL;
        }
        whole = value;
        fraction = at(p) == '.';
        if (fraction) {
            int digits = ++p;
            while (isDigit(at(p))) {
                p++;
            }
            if (p == digits || p - from > EventParser.MAX_NUMBER) {
                return UNUSUAL;
            }
        }
        return (at(p) | 0x20) == 'e' ? UNUSUAL : p;
    }

    private int literalEnd(int from, int first) {
        return switch (first) {
            case 't' -> literalEnd(from, "true");
            case 'f' -> literalEnd(from, "false");
            case 'n' -> literalEnd(from, "null");
            default -> UNUSUAL;
        };
    }

    private int literalEnd(int from, String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (at(from + i) != literal.charAt(i)) {
                return UNUSUAL;
            }
        }
        return from + literal.length();
    }

    private int skipSpaces(int from) {
        int p = from;
        while (at(p) == ' ') {
            p++;
        }
        return p;
    }

    /** The byte at this position, or 0, which no JSON text holds, behind the record. */
    private int at(int position) {
        return position < end ? bytes[position] : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The first eight bytes of a name as they are read from memory. */
    private static long word(String name) {
        byte[] padded = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 8);
        return (long) LONG.get(padded, 0);
    }
}
