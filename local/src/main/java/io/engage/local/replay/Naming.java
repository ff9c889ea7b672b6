package io.engage.local.replay;

import io.engage.events.Occurrence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The names that things have in one replay. Events and sessions get ids of their own in each replay, so that a second one counts
 * again, while within one replay the same id stays the same.
 */
final class Naming {
    private final String run;
    private final String videoPrefix;

    /**
     * The naming of a replay.
     *
     * @param run a short text that no other replay has
     * @param videoPrefix precedes the ids of videos; may be empty
     */
    Naming(String run, String videoPrefix) {
        this.run = run;
        this.videoPrefix = videoPrefix;
    }

    /** The id of the event that a line holds. */
    String ofLine(int file, long line) {
        return run + "." + file + "." + line;
    }

    /** What becomes of the id of an event or a session in the log. */
    String ofId(String id) {
        String whole = run + "=" + id;
        return whole.codePointCount(0, whole.length()) <= Occurrence.MAX_EVENT_ID ? whole : run + "=" + digest(id);
    }

    /** What becomes of the id of a video in the log. */
    String ofVideo(String id) {
        return videoPrefix + id;
    }

    boolean keepsVideos() {
        return videoPrefix.isEmpty();
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
