package io.engage.portal.stream;

import io.engage.portal.videos.FieldChoice;
import io.engage.portal.videos.FieldKind;
import io.engage.portal.videos.Video;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One video and all who watch it. Its state comes from reads of the hash and from messages that say what was written; a
 * message that came while a read was under way is laid over what the read found, since nobody knows which is newer, and
 * the last message always is.
 */
final class WatchedVideo {
    private final String id;
    private final Set<Visitor> visitors = new HashSet<>();
    private Map<String, String> heardWhileReading = Map.of();
    private boolean reading;
    private boolean readAgain;
    private boolean known;
    /** Null when there is none of that id. */
    private Video video;

    private Frame state;

    WatchedVideo(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    Set<Visitor> visitors() {
        return visitors;
    }

    /** Whether the state is up to date as far as is known. */
    boolean isKnown() {
        return known;
    }

    boolean isReading() {
        return reading;
    }

    /** Notes that a read began. */
    void beginReading() {
        reading = true;
        readAgain = false;
        heardWhileReading = new HashMap<>();
    }

    /** Notes that what the read under way finds may be too old. */
    void readAgain() {
        readAgain = true;
    }

    /**
     * Takes what a read found.
     *
     * @param hash empty when there is no such video
     * @return whether another read is needed
     */
    boolean read(Map<String, String> hash, long now) {
        reading = false;
        boolean again = readAgain || (hash.isEmpty() && !heardWhileReading.isEmpty());
        known = true;
        if (hash.isEmpty()) {
            show(null, now);
        } else {
            Map<String, String> fields = new HashMap<>(hash);
            fields.putAll(heardWhileReading);
            show(Video.next(id, video, fields), now);
        }
        heardWhileReading = Map.of();
        return again;
    }

    /** Notes that the state cannot be had. */
    void lost(long now) {
        reading = false;
        known = false;
        visitors.forEach(v -> v.interrupt(now));
    }

    /**
     * Takes what a message said.
     *
     * @return whether a read is needed
     */
    boolean heard(Map<String, String> changed, long now) {
        if (reading) {
            heardWhileReading.putAll(changed);
            return false;
        }
        if (known && video != null) {
            show(video.with(changed), now);
            return false;
        }
        return true;
    }

    /** Tells the state to those who do not have it. */
    void refresh(long now) {
        if (known) {
            visitors.forEach(v -> v.tell(null, this::state, now));
        }
    }

    private void show(Video next, long now) {
        Video before = video;
        video = next;
        if (before != next) {
            state = null;
        }
        Frame change = change(before, next);
        visitors.forEach(v -> v.tell(change, this::state, now));
    }

    private Frame change(Video before, Video next) {
        if (before == next) {
            return null;
        }
        if (before == null || next == null) {
            return state();
        }
        StringBuilder json = new StringBuilder();
        return next.writeChange(json, before, FieldChoice.ALL, false)
                ? new Frame(Frame.event("change", json.toString()))
                : null;
    }

    private Frame state() {
        if (state == null) {
            state = new Frame(
                    video == null
                            ? Frame.event("gone", "{\"video_id\":" + FieldKind.quoted(id) + "}")
                            : Frame.event("snapshot", video.json(FieldChoice.ALL)));
        }
        return state;
    }
}
