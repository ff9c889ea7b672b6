package io.engage.events;

import io.engage.events.JsonScanner.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Reads events from JSON in one pass, and finds everything that the wire contract refuses. Whatever the bytes are, the
 * answer is an event or a reason, never an exception.
 *
 * <p>What the contract leaves open is settled here:
 *
 * <ul>
 *   <li>Lengths are in characters, that is Unicode code points: an emoji outside the basic plane is one. Who counts UTF-16 units
 *       is always on the safe side.
 *   <li>An id given as an integer is kept as it is written; {@code 1.5} and {@code 1e3} are no ids.
 *   <li>A timestamp is an integer or an ISO-8601 instant with a zone ({@code 2026-11-23T18:00:00.5Z}); finer than a millisecond is cut.
 *   <li>An optional field that is null counts as absent. One that is empty is refused.
 *   <li>A {@code comment} in another event than a comment, and a {@code title} in another than {@code start_video}, are ignored like unknown fields.
 *   <li>A field of the contract that is given twice is refused: two readers could disagree on it.
 *   <li>Unknown fields may hold anything that is nested at most {@value #MAX_DEPTH} levels deep, the event being the first.
 *   <li>An event is at most {@value #MAX_BYTES} bytes long, a number at most {@value #MAX_NUMBER}: what other readers of JSON take, too.
 * </ul>
 *
 * <p>One instance per thread: it is used again for each event.
 */
public final class EventParser {
    /** How far a timestamp may be ahead of the clock, in ms. */
    public static final long MAX_AHEAD = 5 * 60_000L;

    /** How far a timestamp may be behind the clock, in ms. */
    public static final long MAX_BEHIND = 7 * 24 * 3_600_000L;

    /** How many levels of objects and arrays an event may have, itself being the first. */
    public static final int MAX_DEPTH = JsonScanner.MAX_DEPTH;

    /** The most bytes of an event as it is received. */
    public static final int MAX_BYTES = 32_768;

    /** The most bytes of a number. */
    public static final int MAX_NUMBER = 128;

    private static final int FIELDS = Field.ALL.length;
    private static final String TYPES =
            EventType.ALL.stream().map(EventType::wireName).collect(Collectors.joining(", "));
    private static final byte[] EVENT_ID = ",\"event_id\":".getBytes(StandardCharsets.US_ASCII);

    /** The fields of the contract. */
    private enum Field {
        EVENT_TYPE("event_type"),
        VIDEO_ID("video_id"),
        USER_ID("user_id"),
        TIMESTAMP("timestamp"),
        LATITUDE("latitude"),
        LONGITUDE("longitude"),
        COMMENT("comment"),
        EVENT_ID("event_id"),
        SESSION_ID("session_id"),
        TITLE("title");

        private static final Field[] ALL = values();

        private final String wireName;
        private final byte[] wireBytes;

        Field(String wireName) {
            this.wireName = wireName;
            this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
        }

        /** The field whose name stands in these bytes, or null when it is none of the contract. */
        static Field of(byte[] bytes, int from, int to) {
            for (Field field : ALL) {
                byte[] name = field.wireBytes;
                if (name.length == to - from && Arrays.equals(bytes, from, to, name, 0, name.length)) {
                    return field;
                }
            }
            return null;
        }
    }

    private final JsonScanner scanner = new JsonScanner();
    private final DerivedId derivedId = new DerivedId();

    // The event's fields, by their ordinal. What a bit of `given` does not vouch for is left from an earlier event.
    private final Kind[] kinds = new Kind[FIELDS];
    private final int[] froms = new int[FIELDS];
    private final int[] tos = new int[FIELDS];
    private final int[] characters = new int[FIELDS];
    private int given;
    private int escaped;
    private EventType type;
    private long timestamp;

    /** How many line breaks, carriage returns and tabs the event holds; within strings JSON has none of them. */
    private int breaks;

    private byte[] bytes;
    private int begin;
    private int end;
    private Parsed.Refused refused;

    /**
     * Reads the one event that these bytes hold.
     *
     * @param now the clock, epoch ms, from which the timestamp may not be too far
     */
    public Parsed parse(byte[] bytes, int offset, int length, long now) {
        try {
            return whole(bytes, offset, length, true, now) ? event(true) : refused;
        } finally {
            letGo();
        }
    }

    /**
     * Reads a record of one of the topics, which was accepted when it came in: the clock is not asked. A damaged record is
     * refused. The line of the answer is the record itself.
     */
    public Parsed read(byte[] record) {
        try {
            return whole(record, 0, record.length, false, 0) ? event(false) : refused;
        } finally {
            letGo();
        }
    }

    /**
     * Reads the event that begins at the given position, white space before it or not, and leaves what follows it: for
     * events in an array. {@link #end} says where to go on.
     *
     * @param to where the bytes end, exclusively
     * @param now the clock, epoch ms, from which the timestamp may not be too far
     */
    public Parsed parseNext(byte[] bytes, int from, int to, long now) {
        try {
            return next(bytes, from, to, true, now) ? event(true) : refused;
        } finally {
            letGo();
        }
    }

    /** As {@link #parse}, for those who pass events on: what is accepted and refused is the same, but no {@link Event} is made. */
    public Checked check(byte[] bytes, int offset, int length, long now) {
        try {
            return whole(bytes, offset, length, true, now) ? checked() : refused;
        } finally {
            letGo();
        }
    }

    /** As {@link #parseNext}, for those who pass events on. */
    public Checked checkNext(byte[] bytes, int from, int to, long now) {
        try {
            return next(bytes, from, to, true, now) ? checked() : refused;
        } finally {
            letGo();
        }
    }

    /** Where the last value ended, exclusively; -1 when it was broken, so that nothing tells where it ends. */
    public int end() {
        return end;
    }

    /** Whether the bytes hold a valid event and nothing else; its fields are noted. If not, {@link #refused} says why. */
    private boolean whole(byte[] bytes, int offset, int length, boolean fresh, long now) {
        boolean valid = next(bytes, offset, offset + length, fresh, now);
        if (end < 0 || scanner.atEnd()) {
            return valid;
        }
        refused = new Parsed.Refused(
                Problem.NOT_JSON,
                "not JSON: something follows the event at byte " + (scanner.position() - offset)
                        + "; send several events as an array or one per line");
        return false;
    }

    /** A parser is kept for the next event; what may be a large body is not kept with it. */
    private void letGo() {
        bytes = null;
        scanner.letGo();
    }

    private boolean next(byte[] bytes, int from, int to, boolean fresh, long now) {
        this.bytes = bytes;
        given = 0;
        escaped = 0;
        refused = null;
        end = -1;
        scanner.start(bytes, from, to);
        int first = scanner.peek();
        begin = scanner.position();
        int breaksBefore = scanner.breaks();
        if (!(first == '{' ? takeEvent() : scanner.takeValue(0))) {
            refused = new Parsed.Refused(scanner.problem(), scanner.reason());
            return false;
        }
        end = scanner.position();
        breaks = scanner.breaks() - breaksBefore;
        if (first != '{') {
            return refuse(Problem.NOT_AN_OBJECT, "not an object but " + scanner.kind().described + "; send {…}");
        }
        if (end - begin > MAX_BYTES) {
            return refuse(
                    Problem.TOO_LONG,
                    "the event has " + (end - begin) + " bytes; at most " + MAX_BYTES + " are allowed");
        }
        if (scanner.longestNumber() > MAX_NUMBER) {
            return refuse(
                    Problem.TOO_LONG,
                    "a number has more than " + MAX_NUMBER + " characters; send it shorter or as a string");
        }
        if (refused == null) {
            judge(fresh, now);
        }
        return refused == null;
    }

    /** Walks over the object and notes where the fields of the contract are. */
    private boolean takeEvent() {
        scanner.take('{');
        if (scanner.peek() == '}') {
            return scanner.take('}');
        }
        do {
            if (!scanner.takeName()) {
                return false;
            }
            Field field = field();
            if (!(scanner.take(':') && scanner.takeValue(1))) {
                return false;
            }
            if (field != null) {
                note(field);
            }
        } while (scanner.peek() == ',' && scanner.take(','));
        return scanner.take('}');
    }

    private Field field() {
        if (!scanner.escaped()) {
            return Field.of(bytes, scanner.from(), scanner.to());
        }
        byte[] name = JsonScanner.text(bytes, scanner.from(), scanner.to(), false, true)
                .getBytes(StandardCharsets.UTF_8);
        return Field.of(name, 0, name.length);
    }

    private void note(Field field) {
        int i = field.ordinal();
        Kind kind = scanner.kind();
        if ((given & 1 << i) != 0) {
            refuse(Problem.GIVEN_TWICE, field.wireName + " is given twice; give it once");
        }
        given |= 1 << i;
        kinds[i] = kind;
        froms[i] = scanner.from();
        tos[i] = scanner.to();
        characters[i] = scanner.characters();
        if (kind == Kind.STRING && scanner.escaped()) {
            escaped |= 1 << i;
        }
    }

    /** Refuses what the contract refuses, field by field; the first reason counts. */
    private void judge(boolean fresh, long now) {
        type = type();
        checkId(Field.VIDEO_ID);
        checkId(Field.USER_ID);
        timestamp = timestamp(fresh, now);
        checkPlace();
        checkOptional(Field.EVENT_ID, Occurrence.MAX_EVENT_ID);
        checkOptional(Field.SESSION_ID, Occurrence.MAX_EVENT_ID);
        if (type == EventType.COMMENT) {
            checkRequired(Field.COMMENT, Event.MAX_COMMENT, "a string in quotes");
        } else if (type == EventType.START_VIDEO) {
            checkOptional(Field.TITLE, Event.MAX_TITLE);
        }
    }

    private Parsed event(boolean fresh) {
        boolean derived = isAbsent(Field.EVENT_ID);
        String eventId = derived ? deriveId() : text(Field.EVENT_ID);
        Occurrence occurrence = new Occurrence(
                eventId, text(Field.VIDEO_ID), text(Field.USER_ID), timestamp, place(), text(Field.SESSION_ID));
        Event event = switch (type) {
            case START_VIDEO -> new Event.StartVideo(occurrence, text(Field.TITLE));
            case END_VIDEO -> new Event.EndVideo(occurrence);
            case PLAY -> new Event.Play(occurrence);
            case LEAVE -> new Event.Leave(occurrence);
            case HEARTBEAT -> new Event.Heartbeat(occurrence);
            case LIKE -> new Event.Like(occurrence);
            case DISLIKE -> new Event.Dislike(occurrence);
            case COMMENT -> new Event.Comment(occurrence, text(Field.COMMENT));
        };
        return new Parsed.Accepted(event, fresh ? line(derived ? eventId : null) : bytes);
    }

    private Checked checked() {
        int video = Field.VIDEO_ID.ordinal();
        byte[] videoId = isPlain(video)
                ? Arrays.copyOfRange(bytes, froms[video], tos[video])
                : string(video).getBytes(StandardCharsets.UTF_8);
        return new Checked.Valid(type, videoId, line(isAbsent(Field.EVENT_ID) ? deriveId() : null));
    }

    private String deriveId() {
        return derivedId.of(
                type,
                text(Field.VIDEO_ID),
                text(Field.USER_ID),
                timestamp,
                place(),
                text(Field.SESSION_ID),
                type == EventType.COMMENT ? text(Field.COMMENT) : null,
                type == EventType.START_VIDEO ? text(Field.TITLE) : null);
    }

    private EventType type() {
        int i = Field.EVENT_TYPE.ordinal();
        boolean isPlainString = !isAbsent(Field.EVENT_TYPE) && kinds[i] == Kind.STRING && isPlain(i);
        EventType type = isPlainString ? EventType.of(bytes, froms[i], tos[i]) : null;
        if (type == null) {
            boolean isText = checkRequired(Field.EVENT_TYPE, Integer.MAX_VALUE, "a string in quotes");
            String name = isText ? string(i) : null;
            type = name == null ? null : EventType.of(name);
            if (name != null && type == null) {
                refuse(Problem.UNKNOWN_TYPE, "event_type " + quoted(name) + " is unknown; use one of " + TYPES);
            }
        }
        return type;
    }

    private void checkId(Field field) {
        if (isAbsent(field) || kinds[field.ordinal()] != Kind.INTEGER) {
            checkRequired(field, Occurrence.MAX_ID, "a string or an integer");
        }
    }

    private boolean checkRequired(Field field, int limit, String expected) {
        if (isAbsent(field)) {
            return refuse(Problem.MISSING, field.wireName + " is missing; give " + expected);
        }
        return checkText(field, limit, expected);
    }

    private void checkOptional(Field field, int limit) {
        if (!isAbsent(field)) {
            checkText(field, limit, "a string in quotes");
        }
    }

    private boolean checkText(Field field, int limit, String expected) {
        int i = field.ordinal();
        if (!isKind(field, Kind.STRING, expected)) {
            return false;
        }
        if (characters[i] == 0) {
            return refuse(
                    Problem.MISSING, field.wireName + " is empty; give at least one character" + orLeaveOut(field));
        }
        if (characters[i] > limit) {
            return refuse(
                    Problem.TOO_LONG,
                    field.wireName + " has " + characters[i] + " characters; at most " + limit + " are allowed");
        }
        return true;
    }

    /** The text of a field that was found right, or null when it is absent. */
    private String text(Field field) {
        int i = field.ordinal();
        if (isAbsent(field)) {
            return null;
        }
        return kinds[i] == Kind.INTEGER ? ascii(i) : string(i);
    }

    private static String orLeaveOut(Field field) {
        return switch (field) {
            case EVENT_ID, SESSION_ID, TITLE -> " or leave it out";
            default -> "";
        };
    }

    private long timestamp(boolean fresh, long now) {
        int i = Field.TIMESTAMP.ordinal();
        if (isAbsent(Field.TIMESTAMP)) {
            refuse(
                    Problem.MISSING,
                    "timestamp is missing; give milliseconds since 1970 or a time like 2026-11-23T18:00:00Z");
            return 0;
        }
        long timestamp;
        if (kinds[i] == Kind.STRING) {
            timestamp = Timestamps.ofIso(string(i));
            if (timestamp == Timestamps.UNREADABLE) {
                refuse(
                        Problem.BAD_TIMESTAMP,
                        "timestamp is not a time; write milliseconds since 1970 as a number, or a time with its zone like"
                                + " 2026-11-23T18:00:00Z");
                return 0;
            }
        } else if (isKind(
                Field.TIMESTAMP,
                Kind.INTEGER,
                "whole milliseconds since 1970, or a time like \"2026-11-23T18:00:00Z\"")) {
            timestamp = Timestamps.ofDigits(bytes, froms[i], tos[i]);
        } else {
            return 0;
        }
        String wrong = Timestamps.wrong(timestamp, fresh, now);
        if (wrong != null) {
            refuse(Problem.BAD_TIMESTAMP, wrong);
        }
        return timestamp;
    }

    private void checkPlace() {
        boolean hasLatitude = !isAbsent(Field.LATITUDE);
        boolean hasLongitude = !isAbsent(Field.LONGITUDE);
        if (hasLatitude && hasLongitude) {
            if (checkNumber(Field.LATITUDE) && checkNumber(Field.LONGITUDE)) {
                checkDegrees(Field.LATITUDE, Place.MAX_LATITUDE);
                checkDegrees(Field.LONGITUDE, Place.MAX_LONGITUDE);
            }
        } else if (hasLatitude) {
            refuse(Problem.BAD_PLACE, "latitude is given without longitude; give both or neither");
        } else if (hasLongitude) {
            refuse(Problem.BAD_PLACE, "longitude is given without latitude; give both or neither");
        }
    }

    private boolean checkNumber(Field field) {
        return kinds[field.ordinal()] == Kind.DECIMAL || isKind(field, Kind.INTEGER, "a number of degrees");
    }

    private void checkDegrees(Field field, int limit) {
        int i = field.ordinal();
        if (!isPlainlyBelow(i, limit) && Math.abs(degrees(field)) > limit) {
            refuse(
                    Problem.BAD_PLACE,
                    field.wireName + " must be from -" + limit + " to " + limit + " degrees, not " + ascii(i));
        }
    }

    /** Whether the number's digits alone show that it is nearer to zero than the limit, as nearly always: a double need not be made. */
    private boolean isPlainlyBelow(int i, int limit) {
        int at = bytes[froms[i]] == '-' ? froms[i] + 1 : froms[i];
        int whole = 0;
        while (at < tos[i] && bytes[at] >= '0' && bytes[at] <= '9' && whole < limit) {
            whole = 10 * whole + bytes[at++] - '0';
        }
        if (whole >= limit || (at < tos[i] && bytes[at] != '.')) {
            return false;
        }
        for (at++; at < tos[i]; at++) {
            if (bytes[at] < '0' || bytes[at] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Where it happened, of fields that were found right; null when they are absent. */
    private Place place() {
        return isAbsent(Field.LATITUDE) ? null : new Place(degrees(Field.LATITUDE), degrees(Field.LONGITUDE));
    }

    private double degrees(Field field) {
        return Double.parseDouble(ascii(field.ordinal()));
    }

    private boolean isAbsent(Field field) {
        int i = field.ordinal();
        return (given & 1 << i) == 0 || kinds[i] == Kind.NULL;
    }

    private boolean isKind(Field field, Kind expected, String described) {
        Kind kind = kinds[field.ordinal()];
        if (kind == expected) {
            return true;
        }
        refuse(Problem.WRONG_TYPE, field.wireName + " must be " + described + ", not " + kind.described);
        return false;
    }

    /** Whether the string is written without escapes, so that its bytes are its text. */
    private boolean isPlain(int i) {
        return (escaped & 1 << i) == 0;
    }

    private String string(int i) {
        return JsonScanner.text(bytes, froms[i], tos[i], characters[i] == tos[i] - froms[i], !isPlain(i));
    }

    private String ascii(int i) {
        return new String(bytes, froms[i], tos[i] - froms[i], StandardCharsets.ISO_8859_1);
    }

    /** The first 40 characters in quotes. */
    private static String quoted(String text) {
        int cut = text.codePointCount(0, text.length()) > 40 ? text.offsetByCodePoints(0, 40) : text.length();
        return "\"" + text.substring(0, cut) + (cut < text.length() ? "…\"" : "\"");
    }

    /** Notes the first reason only; false, for those that answer whether something is right. */
    private boolean refuse(Problem problem, String reason) {
        if (refused == null) {
            refused = new Parsed.Refused(problem, reason);
        }
        return false;
    }

    /**
     * The event's bytes on one line.
     *
     * @param missingId the event's id, where it is not in the bytes yet; else null
     */
    private byte[] line(String missingId) {
        int length = end - begin - breaks;
        if (missingId == null) {
            byte[] line = new byte[length];
            copy(begin, end, line, 0);
            return line;
        }
        int i = Field.EVENT_ID.ordinal();
        boolean isNull = (given & 1 << i) != 0;
        int idLength = missingId.length() + 2;
        if (isNull) {
            byte[] line = new byte[length - (tos[i] - froms[i]) + idLength];
            int at = copy(begin, froms[i], line, 0);
            at = quote(missingId, line, at);
            copy(tos[i], end, line, at);
            return line;
        }
        byte[] line = new byte[length + EVENT_ID.length + idLength];
        int at = copy(begin, end - 1, line, 0);
        System.arraycopy(EVENT_ID, 0, line, at, EVENT_ID.length);
        at = quote(missingId, line, at + EVENT_ID.length);
        line[at] = '}';
        return line;
    }

    /** Copies, without line breaks, and returns the position behind it. */
    private int copy(int from, int to, byte[] line, int at) {
        if (breaks == 0) {
            System.arraycopy(bytes, from, line, at, to - from);
            return at + to - from;
        }
        int next = at;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c != '\n' && c != '\r' && c != '\t') {
                line[next++] = c;
            }
        }
        return next;
    }

    @SuppressWarnings("deprecation") // the one way to take the low bytes without a copy
    private static int quote(String hex, byte[] line, int at) {
        int length = hex.length();
        line[at] = '"';
        hex.getBytes(0, length, line, at + 1);
        line[at + 1 + length] = '"';
        return at + length + 2;
    }
}
