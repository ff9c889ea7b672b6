package peers;

/** What a viewer did. */
public enum Kind {
    START_VIDEO, END_VIDEO, PLAY, LEAVE, HEARTBEAT, LIKE, DISLIKE;

    private static final Kind[] ALL = values();

    /** The kind whose wire name is in {@code chars}, found by its first letter and length. */
    static Kind of(char[] chars, int offset, int length) {
        return switch (chars[offset]) {
            case 's' -> START_VIDEO;
            case 'e' -> END_VIDEO;
            case 'p' -> PLAY;
            case 'h' -> HEARTBEAT;
            case 'd' -> DISLIKE;
            case 'l' -> length == 4 ? LIKE : LEAVE;
            default -> throw new IllegalArgumentException(new String(chars, offset, length));
        };
    }

    public static Kind of(int ordinal) {
        return ALL[ordinal];
    }
}
