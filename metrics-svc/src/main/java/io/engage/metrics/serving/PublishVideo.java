package io.engage.metrics.serving;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engage.events.RedisKeys;
import io.engage.figures.viewers.Place;
import io.engage.metrics.serving.VideoWrite.Standing;
import io.engage.metrics.serving.VideoWrite.Value;
import io.engage.redis.MessagePack;
import io.engage.redis.RedisScript;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The one command that writes a video: a script in Redis, so that an instance that was cut off for a while cannot put old
 * figures over newer ones, and readers never see half of a write.
 */
final class PublishVideo {
    static final RedisScript SCRIPT = RedisScript.resource(PublishVideo.class, "/publish-video.lua");

    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();

    /** While a video is live its keys expire after the silence that ends it and the day that it is kept then. */
    private static final String LIVE_EXPIRY = seconds(Duration.ofHours(28));

    private static final String ENDED_EXPIRY = seconds(Duration.ofHours(24));
    private static final String HISTORY_KEPT = seconds(Duration.ofHours(24));
    /** The latitudes that Redis' geo sets take (Web Mercator, EPSG:3857). */
    private static final double MAX_GEO_LATITUDE = 85.05112878;

    private PublishVideo() {}

    /**
     * The command for a video.
     *
     * @param before the values that were written last by this instance; null when none were
     */
    static Request request(VideoWrite write, List<Value> before) {
        List<String> args = new ArrayList<>(48);
        args.add(write.videoId());
        args.add(write.fields().asOf());
        args.add(Long.toString(write.asOf()));
        args.add(write.standing() instanceof Standing.Ended ? ENDED_EXPIRY : LIVE_EXPIRY);
        args.add(message(write, before));
        standing(args, write.standing());
        values(args, write);
        args.add(HISTORY_KEPT);
        write.points().forEach((slot, point) -> {
            args.add(Long.toString(slot));
            args.add(point);
        });
        return SCRIPT.call()
                .arg("2")
                .arg(RedisKeys.video(write.videoId()))
                .arg(RedisKeys.history(write.fields().metric(), write.videoId()))
                .arg(MessagePack.strings(args));
    }

    private static void standing(List<String> args, Standing standing) {
        switch (standing) {
            case null -> Collections.addAll(args, "", "", "", "");
            case Standing.Live(int viewers, Place place) -> {
                Collections.addAll(args, "live", Integer.toString(viewers));
                if (place == null) {
                    Collections.addAll(args, "", "");
                } else {
                    args.add(Double.toString(place.longitude()));
                    args.add(Double.toString(Math.clamp(place.latitude(), -MAX_GEO_LATITUDE, MAX_GEO_LATITUDE)));
                }
            }
            case Standing.Ended(long endedAt) -> Collections.addAll(args, "ended", Long.toString(endedAt), "", "");
            case Standing.Forgotten() -> Collections.addAll(args, "forgotten", "", "", "");
        }
    }

    private static void values(List<String> args, VideoWrite write) {
        List<Value> values = write.values();
        int deleted = Collections.frequency(values, null);
        args.add(Integer.toString(values.size() - deleted));
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
                args.add(write.fields().names().get(i));
                args.add(values.get(i).text());
            }
        }
        args.add(Integer.toString(deleted));
        for (int i = 0; deleted > 0 && i < values.size(); i++) {
            if (values.get(i) == null) {
                args.add(write.fields().names().get(i));
            }
        }
    }

    /** The changed fields as a JSON object, null for those that are gone; empty when none changed. */
    private static String message(VideoWrite write, List<Value> before) {
        StringBuilder json = new StringBuilder(128).append('{');
        for (int i = 0; i < write.values().size(); i++) {
            Value value = write.values().get(i);
            if (before == null || !Objects.equals(before.get(i), value)) {
                // The names of fields are plain words.
                json.append('"').append(write.fields().names().get(i)).append("\":");
                switch (value) {
                    case null -> json.append("null");
                    case Value.Text(String text) -> {
                        json.append('"');
                        TEXT.quoteAsString(text, json);
                        json.append('"');
                    }
                    case Value.Whole(long number) -> json.append(number);
                    case Value.Fraction(double number) -> json.append(number);
                }
                json.append(',');
            }
        }
        if (json.length() == 1) {
            return "";
        }
        return json.append('"')
                .append(write.fields().asOf())
                .append("\":")
                .append(write.asOf())
                .append('}')
                .toString();
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
