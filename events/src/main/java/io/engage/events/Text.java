package io.engage.events;

/** The rule that every text of an event follows: valid Unicode, not empty, not above its limit of characters. */
final class Text {
    private Text() {}

    /**
     * Returns the text as it is.
     *
     * @param limit the most characters it may have; a character is a Unicode code point, so an emoji outside the basic plane is one
     * @throws IllegalArgumentException when it breaks the rule
     */
    static String required(String name, String text, int limit) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        int characters = characters(text);
        if (characters < 0) {
            throw new IllegalArgumentException(name + " is not valid Unicode");
        }
        if (characters > limit) {
            throw new IllegalArgumentException(
                    name + " has " + characters + " characters; at most " + limit + " are allowed");
        }
        return text;
    }

    /** As {@link #required}, with null for an absent text. */
    static String optional(String name, String text, int limit) {
        return text == null ? null : required(name, text, limit);
    }

    /** How many code points the text has, or -1 when a surrogate in it stands alone. */
    private static int characters(String text) {
        int length = text.length();
        int pairs = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return -1;
                }
                i++;
                pairs++;
            }
        }
        return length - pairs;
    }
}
