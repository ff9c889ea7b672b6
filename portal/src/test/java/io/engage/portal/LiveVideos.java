package io.engage.portal;

import java.util.ArrayList;
import java.util.List;

/** Writes videos to Redis as the metrics services do: the fields, the sets and the message in one pipeline. */
public final class LiveVideos {
    private LiveVideos() {}

    /** Writes fields of a live video, and makes it one. */
    public static void write(RedisSocket redis, String id, String... fields) {
        List<String[]> commands = new ArrayList<>();
        commands.add(command(List.of("HSET", "video:" + id, "status", "live"), fields));
        String viewers = "0";
        StringBuilder message = new StringBuilder("{");
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equals("viewers")) {
                viewers = fields[i + 1];
            }
            message.append(i == 0 ? "" : ",")
                    .append(json(fields[i]))
                    .append(':')
                    .append(json(fields[i + 1]));
        }
        commands.add(new String[] {"ZADD", "videos:live", viewers, id});
        commands.add(new String[] {"PUBLISH", "video:" + id, message.append('}').toString()});
        redis.pipeline(commands);
    }

    /** Ends a video. */
    public static void end(RedisSocket redis, String id, long at) {
        redis.pipeline(List.of(
                new String[] {"HSET", "video:" + id, "status", "ended", "ended_at", "" + at, "viewers", "0"},
                new String[] {"ZREM", "videos:live", id},
                new String[] {"ZADD", "videos:ended", "" + at, id},
                new String[] {
                    "PUBLISH", "video:" + id, "{\"status\":\"ended\",\"ended_at\":\"" + at + "\",\"viewers\":0}"
                }));
    }

    /** Writes many live videos in one go, named {@code v0}, {@code v1} and so on. */
    public static void writeMany(RedisSocket redis, int count) {
        List<String[]> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(new String[] {
                "HSET",
                "video:v" + i,
                "status",
                "live",
                "title",
                "Video " + i,
                "viewers",
                "" + i,
                "likes_10s",
                "" + i % 50,
                "latitude",
                "" + (i % 170 - 85),
                "longitude",
                "" + (i % 360 - 180)
            });
            commands.add(new String[] {"ZADD", "videos:live", "" + i, "v" + i});
        }
        redis.pipeline(commands);
    }

    private static String[] command(List<String> start, String... rest) {
        List<String> words = new ArrayList<>(start);
        words.addAll(List.of(rest));
        return words.toArray(String[]::new);
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
