package io.engage.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The eight kinds of events. */
public enum EventType {
    START_VIDEO("start_video", Topics.VIEWS, false),
    END_VIDEO("end_video", Topics.VIEWS, false),
    PLAY("play", Topics.VIEWS, true),
    LEAVE("leave", Topics.VIEWS, true),
    HEARTBEAT("heartbeat", Topics.VIEWS, true),
    LIKE("like", Topics.REACTIONS, true),
    DISLIKE("dislike", Topics.REACTIONS, true),
    COMMENT("comment", Topics.COMMENTS, true);

    /** All kinds in the order of their declaration. */
    public static final List<EventType> ALL = List.of(values());

    private final String wireName;
    private final byte[] wireBytes;
    private final String topic;
    private final boolean byViewer;

    EventType(String wireName, String topic, boolean byViewer) {
        this.wireName = wireName;
        this.wireBytes = wireName.getBytes(StandardCharsets.US_ASCII);
        this.topic = topic;
        this.byViewer = byViewer;
    }

    /** The value of {@code event_type} in JSON. */
    public String wireName() {
        return wireName;
    }

    /** The Kafka topic that holds events of this kind, one of {@link Topics}. */
    public String topic() {
        return topic;
    }

    /** Whether a viewer causes it, and so a player may send it; else it is the broadcaster's. */
    public boolean byViewer() {
        return byViewer;
    }

    /** The kind with this wire name, or null when there is none. */
    public static EventType of(String wireName) {
        for (EventType type : ALL) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return null;
    }

    /** Whether its wire name stands in these bytes. */
    boolean isWrittenAt(byte[] bytes, int from, int to) {
        return wireBytes.length == to - from && Arrays.equals(bytes, from, to, wireBytes, 0, wireBytes.length);
    }

    /** The kind whose wire name stands in these bytes, or null when there is none. */
    static EventType of(byte[] bytes, int from, int to) {
        for (int i = 0; i < ALL.size(); i++) {
            EventType type = ALL.get(i);
            if (type.isWrittenAt(bytes, from, to)) {
                return type;
            }
        }
        return null;
    }
}
