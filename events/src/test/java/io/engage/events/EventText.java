package io.engage.events;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON of an event, field by field, to be spoiled by tests. */
record EventText(Map<String, String> fields) {
    static final long NOW = 1_795_460_000_000L;

    /** A valid event with the fields that every kind needs. */
    static EventText of(String type) {
        EventText text = new EventText(Map.of())
                .with("event_type", quoted(type))
                .with("video_id", "\"v-1\"")
                .with("user_id", "\"u-1\"")
                .with("timestamp", Long.toString(NOW));
        return type.equals("comment") ? text.with("comment", "\"nice goal\"") : text;
    }

    /** The field's value as raw JSON. */
    EventText with(String name, String json) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, json);
        return new EventText(changed);
    }

    EventText without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.remove(name);
        return new EventText(changed);
    }

    static String quoted(String text) {
        return new String(new JsonOutput().string(text).toBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
