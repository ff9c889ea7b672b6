package io.engage.portal.videos;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A video's figures at one moment, with each value already as JSON text. A video whose fields did not change between two
 * reads is the same object, so that finding out what changed costs nothing for it.
 */
public final class Video {
    private final String id;
    private final String[] texts;
    private final String[] values;
    private final Map<String, String> others;
    private final String opening;
    private final double latitude;
    private final double longitude;
    private final long viewers;
    private final long likes10s;
    private final long startedAt;

    private Video(String id, String opening, String[] texts, String[] values, Map<String, String> others) {
        this.id = id;
        this.opening = opening;
        this.texts = texts;
        this.values = values;
        this.others = others;
        this.latitude = decimal(values[Field.LATITUDE.ordinal()]);
        this.longitude = decimal(values[Field.LONGITUDE.ordinal()]);
        this.viewers = whole(values[Field.VIEWERS.ordinal()]);
        this.likes10s = whole(values[Field.LIKES_10S.ordinal()]);
        this.startedAt = whole(values[Field.STARTED_AT.ordinal()]);
    }

    /**
     * A video as its hash in Redis says.
     *
     * @param fields the hash, not empty
     */
    public static Video of(String id, Map<String, String> fields) {
        return next(id, null, fields);
    }

    /**
     * The video after a read of its hash.
     *
     * @param before the video as it was read before, or null
     * @param fields the whole hash now
     * @return {@code before} itself when nothing changed
     */
    public static Video next(String id, Video before, Map<String, String> fields) {
        String[] texts = new String[Field.count()];
        int known = 0;
        boolean same = before != null;
        for (int i = 0; i < texts.length; i++) {
            String text = fields.get(Field.at(i).fieldName());
            texts[i] = text;
            if (text != null) {
                known++;
            }
            same = same && Objects.equals(text, before.texts[i]);
        }
        Map<String, String> others = known == fields.size() ? Map.of() : others(fields);
        if (same && others.equals(before.others)) {
            return before;
        }
        return new Video(
                id,
                before == null ? "{\"video_id\":" + FieldKind.quoted(id) : before.opening,
                texts,
                values(texts, before),
                others);
    }

    /**
     * The video after some of its fields were written.
     *
     * @param changed the written fields; a null value takes the field away
     * @return this video itself when nothing changed
     */
    public Video with(Map<String, String> changed) {
        Map<String, String> fields = new HashMap<>(others);
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null) {
                fields.put(Field.at(i).fieldName(), texts[i]);
            }
        }
        changed.forEach((name, text) -> {
            if (text == null) {
                fields.remove(name);
            } else {
                fields.put(name, text);
            }
        });
        return next(id, this, fields);
    }

    private static Map<String, String> others(Map<String, String> fields) {
        Map<String, String> others = new TreeMap<>(fields);
        for (int i = 0; i < Field.count(); i++) {
            others.remove(Field.at(i).fieldName());
        }
        // It would stand for the id in every answer.
        others.remove("video_id");
        return others;
    }

    private static String[] values(String[] texts, Video before) {
        String[] values = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] != null) {
                values[i] = before != null && texts[i].equals(before.texts[i])
                        ? before.values[i]
                        : Field.at(i).kind().json(texts[i]);
            }
        }
        return values;
    }

    private static double decimal(String json) {
        return json == null || json.equals("null") ? Double.NaN : Double.parseDouble(json);
    }

    private static long whole(String json) {
        return json == null || json.equals("null") ? 0 : Long.parseLong(json);
    }

    public String id() {
        return id;
    }

    /** The JSON value of a field, or null when the video has none. */
    public String value(Field field) {
        return values[field.ordinal()];
    }

    /** The text that Redis holds in a field, or null. */
    public String text(Field field) {
        return texts[field.ordinal()];
    }

    /** Whether the video ended; one without a status is live. */
    public boolean isEnded() {
        return Status.ENDED.word().equals(texts[Field.STATUS.ordinal()]);
    }

    /** Degrees, or NaN when the place is unknown. */
    double latitude() {
        return latitude;
    }

    /** Degrees, or NaN when the place is unknown. */
    double longitude() {
        return longitude;
    }

    /** Open sessions; 0 when unknown. */
    long viewers() {
        return viewers;
    }

    /** Likes of the last ten seconds; 0 when unknown. */
    long likes10s() {
        return likes10s;
    }

    /** Epoch ms; 0 when unknown. */
    long startedAt() {
        return startedAt;
    }

    /** Writes the video as a JSON object with {@code video_id} first. */
    public void write(StringBuilder out, FieldChoice choice) {
        out.append(opening);
        for (int i = 0; i < values.length; i++) {
            Field field = Field.at(i);
            if (values[i] != null && choice.has(field.fieldName())) {
                out.append(',').append(field.member()).append(values[i]);
            }
        }
        others.forEach((name, text) -> {
            if (choice.has(name)) {
                member(out.append(','), name, FieldKind.quoted(text));
            }
        });
        out.append('}');
    }

    /** The video as a JSON object with {@code video_id} first. */
    public String json(FieldChoice choice) {
        StringBuilder out = new StringBuilder(800);
        write(out, choice);
        return out.toString();
    }

    /**
     * Writes what is different from an earlier state of the same video as a JSON object: the changed fields only, and
     * {@code null} for a field that is there no longer.
     *
     * @param withId whether {@code video_id} stands first
     * @return whether anything changed; if not, nothing was written
     */
    public boolean writeChange(StringBuilder out, Video before, FieldChoice choice, boolean withId) {
        if (before == this) {
            return false;
        }
        int start = out.length();
        out.append(withId ? opening : "{");
        int empty = out.length();
        for (int i = 0; i < values.length; i++) {
            Field field = Field.at(i);
            if (!Objects.equals(values[i], before.values[i]) && choice.has(field.fieldName())) {
                comma(out).append(field.member()).append(values[i]);
            }
        }
        if (!others.equals(before.others)) {
            others.forEach((name, text) -> {
                if (!text.equals(before.others.get(name)) && choice.has(name)) {
                    member(comma(out), name, FieldKind.quoted(text));
                }
            });
            before.others.keySet().forEach(name -> {
                if (!others.containsKey(name) && choice.has(name)) {
                    member(comma(out), name, "null");
                }
            });
        }
        if (out.length() == empty) {
            out.setLength(start);
            return false;
        }
        out.append('}');
        return true;
    }

    private static StringBuilder comma(StringBuilder out) {
        return out.charAt(out.length() - 1) == '{' ? out : out.append(',');
    }

    private static void member(StringBuilder out, String name, String json) {
        out.append(FieldKind.quoted(name)).append(':').append(json);
    }
}
