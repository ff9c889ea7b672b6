package io.engage.local.replay;

import io.engage.events.Event;

/** The length of comments. */
final class Comments {
    private Comments() {}

    /** Whether a comment is longer than the contract allows. */
    static boolean isTooLong(String comment) {
        return comment.length() > Event.MAX_COMMENT && comment.codePointCount(0, comment.length()) > Event.MAX_COMMENT;
    }

    /** As much of a comment as the contract allows. */
    static String cut(String comment) {
        return isTooLong(comment) ? comment.substring(0, comment.offsetByCodePoints(0, Event.MAX_COMMENT)) : comment;
    }
}
