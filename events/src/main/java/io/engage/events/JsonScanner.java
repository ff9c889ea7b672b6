package io.engage.events;

import java.nio.charset.StandardCharsets;

/**
 * Walks through JSON text (RFC 8259) in UTF-8, value by value, and checks every byte of it on the way: grammar, UTF-8,
 * surrogates, depth. Builds nothing and throws nothing: methods return false when the text is broken, and {@link #problem} and
 * {@link #reason} say how. Work and memory are bounded by the length of the text; nesting takes no stack.
 *
 * <p>Not safe for use by several threads.
 */
final class JsonScanner {
    /** How many arrays and objects may stand in each other. At most 64: the open ones are bits of a long. */
    static final int MAX_DEPTH = 16;

    /** What a value is. */
    enum Kind {
        STRING("a string"),
        INTEGER("a number"),
        DECIMAL("a number with a fraction or an exponent"),
        TRUE("true"),
        FALSE("false"),
        NULL("null"),
        OBJECT("an object"),
        ARRAY("an array");

        final String described;

        Kind(String described) {
            this.described = described;
        }
    }

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int origin;
    private int position;
    private int end;
    private int breaks;
    private int longestNumber;

    private Kind kind;
    private int from;
    private int to;
    private int characters;
    private boolean escaped;

    private Problem problem;
    private String reason;

    /** Begins at the given position; positions in reasons count from there. */
    void start(byte[] text, int from, int end) {
        this.bytes = text;
        this.origin = from;
        this.position = from;
        this.end = end;
        this.breaks = 0;
        this.longestNumber = 0;
        this.problem = null;
        this.reason = null;
    }

    /** Forgets the text; the positions stay. */
    void letGo() {
        bytes = null;
    }

    /** The position of the next byte. */
    int position() {
        return position;
    }

    /** How many line breaks, carriage returns and tabs stood between tokens so far. */
    int breaks() {
        return breaks;
    }

    /** How many bytes the longest number so far has. */
    int longestNumber() {
        return longestNumber;
    }

    /** The class of what is wrong, or null. */
    Problem problem() {
        return problem;
    }

    /** What is wrong, for people, or null. */
    String reason() {
        return reason;
    }

    /** What the last value is. */
    Kind kind() {
        return kind;
    }

    /** Where the last scalar begins; for a string behind its quote. */
    int from() {
        return from;
    }

    /** Where the last scalar ends, exclusively; for a string at its closing quote. */
    int to() {
        return to;
    }

    /** How many characters (code points) the last string has once its escapes are read. */
    int characters() {
        return characters;
    }

    /** Whether the last string holds an escape. */
    boolean escaped() {
        return escaped;
    }

    /** Skips white space and returns the byte that stands there, or -1 at the end of the text or at a byte beyond ASCII. */
    int peek() {
        while (position < end) {
            byte c = bytes[position];
            if (c == '\n' || c == '\r' || c == '\t') {
                breaks++;
            } else if (c != ' ') {
                return c;
            }
            position++;
        }
        return -1;
    }

    /** Whether only white space is left. */
    boolean atEnd() {
        peek();
        return position == end;
    }

    /** Skips white space and takes the given byte. */
    boolean take(char expected) {
        if (peek() != expected) {
            return unexpected("'" + expected + "'");
        }
        position++;
        return true;
    }

    /** Skips white space and takes a field's name. */
    boolean takeName() {
        if (peek() != '"') {
            return unexpected("a field's name in quotes");
        }
        return takeString();
    }

    /**
     * Skips white space and takes a whole value.
     *
     * @param depth how many arrays and objects it stands in
     */
    boolean takeValue(int depth) {
        int c = peek();
        if (c == '{' || c == '[') {
            return takeNested(depth);
        }
        return takeScalar(c);
    }

    private boolean takeNested(int outerDepth) {
        Kind outermost = bytes[position] == '{' ? Kind.OBJECT : Kind.ARRAY;
        int begin = position;
        int depth = outerDepth;
        long objects = 0;
        do {
            // A value is due.
            int c = peek();
            if (c == '{' || c == '[') {
                if (depth == MAX_DEPTH) {
                    return broken(Problem.TOO_DEEP, "nested deeper than " + MAX_DEPTH + " levels; send it flatter");
                }
                depth++;
                boolean object = c == '{';
                objects = objects << 1 | (object ? 1 : 0);
                position++;
                if (peek() != (object ? '}' : ']')) {
                    if (object && !(takeName() && take(':'))) {
                        return false;
                    }
                    continue;
                }
                position++;
                depth--;
                objects >>>= 1;
            } else if (!takeScalar(c)) {
                return false;
            }
            // A value is complete: what encloses it goes on or ends.
            while (depth > outerDepth) {
                boolean object = (objects & 1) != 0;
                c = peek();
                if (c == ',') {
                    position++;
                    if (object && !(takeName() && take(':'))) {
                        return false;
                    }
                    break;
                }
                if (c != (object ? '}' : ']')) {
                    return unexpected(object ? "',' or '}'" : "',' or ']'");
                }
                position++;
                depth--;
                objects >>>= 1;
            }
        } while (depth > outerDepth);
        kind = outermost;
        from = begin;
        to = position;
        return true;
    }

    private boolean takeScalar(int c) {
        return switch (c) {
            case '"' -> {
                kind = Kind.STRING;
                yield takeString();
            }
            case 't' -> takeLiteral(TRUE, Kind.TRUE);
            case 'f' -> takeLiteral(FALSE, Kind.FALSE);
            case 'n' -> takeLiteral(NULL, Kind.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> takeNumber();
            default -> unexpected("a value");
        };
    }

    private boolean takeLiteral(byte[] literal, Kind literalKind) {
        from = position;
        for (byte c : literal) {
            if (position == end || bytes[position] != c) {
                return unexpected("a value");
            }
            position++;
        }
        to = position;
        kind = literalKind;
        return true;
    }

    private boolean takeNumber() {
        from = position;
        kind = Kind.INTEGER;
        if (bytes[position] == '-') {
            position++;
        }
        if (position < end && bytes[position] == '0') {
            position++;
        } else if (!takeDigits()) {
            return false;
        }
        if (position < end && bytes[position] == '.') {
            position++;
            kind = Kind.DECIMAL;
            if (!takeDigits()) {
                return false;
            }
        }
        if (position < end && (bytes[position] | 0x20) == 'e') {
            position++;
            kind = Kind.DECIMAL;
            if (position < end && (bytes[position] == '+' || bytes[position] == '-')) {
                position++;
            }
            if (!takeDigits()) {
                return false;
            }
        }
        to = position;
        longestNumber = Math.max(longestNumber, to - from);
        return true;
    }

    private boolean takeDigits() {
        int first = position;
        while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
            position++;
        }
        return position > first || unexpected("a digit");
    }

    private boolean takeString() {
        int p = position + 1;
        from = p;
        escaped = false;
        // Bytes that are not the last of their character.
        int more = 0;
        while (p < end) {
            byte c = bytes[p];
            if (c == '"') {
                to = p;
                characters = p - from - more;
                position = p + 1;
                return true;
            }
            int size = 1;
            if (c < 0) {
                size = utf8(p);
            } else if (c == '\\') {
                escaped = true;
                size = escape(p);
            } else if (c < 0x20) {
                position = p;
                return broken(
                        Problem.NOT_JSON,
                        "not JSON: a control character stands unescaped in a string" + where()
                                + "; write it as \\n, \\t or \\u00XX");
            }
            if (size == 0) {
                return false;
            }
            p += size;
            more += size - 1;
        }
        position = end;
        return broken(Problem.NOT_JSON, "not JSON: the text ends within a string; send the whole event");
    }

    /** The length of the character beyond ASCII at p by the table of RFC 3629, or 0 when there is none. */
    private int utf8(int p) {
        int c = bytes[p] & 0xFF;
        int second = p + 1 < end ? bytes[p + 1] & 0xFF : 0;
        if (c >= 0xC2 && c <= 0xDF && second >> 6 == 2) {
            return 2;
        }
        if (c >= 0xE0
                && c <= 0xEF
                && second >= (c == 0xE0 ? 0xA0 : 0x80)
                && second <= (c == 0xED ? 0x9F : 0xBF)
                && continues(p + 2)) {
            return 3;
        }
        if (c >= 0xF0
                && c <= 0xF4
                && second >= (c == 0xF0 ? 0x90 : 0x80)
                && second <= (c == 0xF4 ? 0x8F : 0xBF)
                && continues(p + 2)
                && continues(p + 3)) {
            return 4;
        }
        position = p;
        broken(Problem.NOT_UNICODE, "not valid UTF-8" + where() + "; encode the text in UTF-8");
        return 0;
    }

    private boolean continues(int p) {
        return p < end && (bytes[p] & 0xC0) == 0x80;
    }

    /** The length of the escape at p, a pair of surrogates being one, or 0 when there is none. */
    private int escape(int p) {
        int c = p + 1 < end ? bytes[p + 1] : -1;
        switch (c) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return 2;
            }
            case 'u' -> {
                int unit = unit(p);
                if (unit >= 0) {
                    if (!Character.isSurrogate((char) unit)) {
                        return 6;
                    }
                    if (Character.isHighSurrogate((char) unit) && p + 6 < end && bytes[p + 6] == '\\') {
                        int low = unit(p + 6);
                        if (low >= 0 && Character.isLowSurrogate((char) low)) {
                            return 12;
                        }
                    }
                    position = p;
                    broken(
                            Problem.NOT_UNICODE,
                            "not valid Unicode: half of a surrogate pair stands alone" + where()
                                    + "; send whole characters");
                    return 0;
                }
            }
            default -> {}
        }
        position = p;
        broken(
                Problem.NOT_JSON,
                "not JSON: an escape that JSON does not know" + where() + "; write a backslash as \\\\");
        return 0;
    }

    /** The UTF-16 unit of the escape \\uXXXX at p, or -1 when none stands there. */
    private int unit(int p) {
        if (p + 6 > end || bytes[p + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = p + 2; i < p + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /**
     * The string in these bytes, which were scanned before, with its escapes read.
     *
     * @param ascii whether it has as many characters as bytes and no escape
     */
    static String text(byte[] bytes, int from, int to, boolean ascii, boolean escaped) {
        if (!escaped) {
            return new String(bytes, from, to - from, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int run = from;
        int p = from;
        while (p < to) {
            if (bytes[p] != '\\') {
                p++;
                continue;
            }
            text.append(new String(bytes, run, p - run, StandardCharsets.UTF_8));
            char c = (char) bytes[p + 1];
            p += 2;
            switch (c) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int unit = 0;
                    for (int i = 0; i < 4; i++) {
                        unit = unit << 4 | Character.digit(bytes[p++], 16);
                    }
                    text.append((char) unit);
                }
                default -> text.append(c);
            }
            run = p;
        }
        return text.append(new String(bytes, run, to - run, StandardCharsets.UTF_8))
                .toString();
    }

    private boolean unexpected(String expected) {
        if (position >= end) {
            return broken(
                    Problem.NOT_JSON, "not JSON: the text ends where " + expected + " is due; send the whole event");
        }
        int c = bytes[position] & 0xFF;
        String found = c > 0x20 && c < 0x7F ? "'" + (char) c + "'" : "the byte 0x" + Integer.toHexString(c);
        return broken(Problem.NOT_JSON, "not JSON: " + expected + " is due" + where() + ", not " + found);
    }

    private String where() {
        return " at byte " + (position - origin);
    }

    private boolean broken(Problem problem, String reason) {
        this.problem = problem;
        this.reason = reason;
        return false;
    }
}
