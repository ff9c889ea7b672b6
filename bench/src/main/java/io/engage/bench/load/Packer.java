package io.engage.bench.load;

import io.engage.events.EventType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes records of events: one of each, or one of several of the same topic and video, a line each. */
final class Packer {
    private final byte[][] keys;
    private final int eventsPerRecord;
    private final Sink sink;
    private final Map<Open, Lines> open = new HashMap<>();
    private long records;

    /** Takes a record. */
    @FunctionalInterface
    interface Sink {
        void accept(String topic, byte[] key, byte[] value);
    }

    private record Open(String topic, int video) {}

    private static final class Lines {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int events;
    }

    Packer(int videos, int eventsPerRecord, Sink sink) {
        this.keys = new byte[videos][];
        this.eventsPerRecord = eventsPerRecord;
        this.sink = sink;
    }

    void add(EventType type, int video, byte[] json) {
        if (eventsPerRecord == 1) {
            send(type.topic(), video, json);
            return;
        }
        Lines lines = open.computeIfAbsent(new Open(type.topic(), video), o -> new Lines());
        lines.bytes.writeBytes(json);
        lines.bytes.write('\n');
        if (++lines.events == eventsPerRecord) {
            send(type.topic(), video, lines.bytes.toByteArray());
            lines.bytes.reset();
            lines.events = 0;
        }
    }

    /** Sends what is not full. */
    void flush() {
        open.forEach((what, lines) -> {
            if (lines.events > 0) {
                send(what.topic, what.video, lines.bytes.toByteArray());
            }
        });
        open.clear();
    }

    /** Records of views and reactions so far. */
    long records() {
        return records;
    }

    private void send(String topic, int video, byte[] value) {
        if (keys[video] == null) {
            keys[video] = Generator.videoId(video).getBytes(StandardCharsets.US_ASCII);
        }
        if (!topic.equals(EventType.COMMENT.topic())) {
            records++;
        }
        sink.accept(topic, keys[video], value);
    }
}
