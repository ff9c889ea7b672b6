package io.engage.metrics.serving;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.engage.events.RedisKeys;
import io.engage.figures.viewers.Place;
import io.engage.metrics.serving.VideoWrite.Standing;
import io.engage.metrics.serving.VideoWrite.Value;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The one command that writes a video's values of one metric: a script in Redis, so that an instance that was cut off for a while cannot put old
 * figures over newer ones, and readers never see half of a write.
 */
final class PublishVideo {
    /** The script's source. */
    static final String SCRIPT = load();

    private static final byte[] SHA1 = MetricFields.utf8(sha1(SCRIPT));
    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();
    private static final byte[] NOTHING = {};

    /** While a video is live its keys expire after the silence that ends it and the day that it is kept then. */
    private static final Duration LIVE_EXPIRY = Duration.ofHours(28);

    private static final Duration ENDED_EXPIRY = Duration.ofHours(24);
    private static final long HISTORY_SECONDS = Duration.ofHours(24).toSeconds();
    /** The latitudes that Redis' geo sets take (Web Mercator, EPSG:3857). */
    private static final double MAX_GEO_LATITUDE = 85.05112878;

    private final byte[] asOf;
    private final List<byte[]> names;

    /** @param fields what is to be written */
    PublishVideo(MetricFields fields) {
        this.asOf = MetricFields.utf8(fields.asOf());
        this.names = fields.utf8Names();
    }

    /**
     * The command for a video.
     *
     * @param before the values that were written last by this instance; null when none were
     */
    Request request(VideoWrite write, List<Value> before) {
        Duration expiry = write.standing() instanceof Standing.Ended ? ENDED_EXPIRY : LIVE_EXPIRY;
        Request request = Request.cmd(Command.EVALSHA)
                .arg(SHA1)
                .arg(2)
                .arg(RedisKeys.video(write.videoId()))
                .arg(RedisKeys.history(write.fields().metric(), write.videoId()))
                .arg(write.videoId())
                .arg(asOf)
                .arg(write.asOf())
                .arg(expiry.toSeconds())
                .arg(message(write, before));
        standing(request, write.standing());
        List<Value> values = write.values();
        int deleted = Collections.frequency(values, null);
        request.arg(values.size() - deleted);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) != null) {
                request.arg(names.get(i)).arg(values.get(i).text());
            }
        }
        request.arg(deleted);
        for (int i = 0; deleted > 0 && i < values.size(); i++) {
            if (values.get(i) == null) {
                request.arg(names.get(i));
            }
        }
        write.points().forEach((slot, point) -> request.arg(slot).arg(point).arg(slot - HISTORY_SECONDS));
        return request;
    }

    private static void standing(Request request, Standing standing) {
        switch (standing) {
            case null -> request.arg(NOTHING).arg(NOTHING).arg(NOTHING).arg(NOTHING);
            case Standing.Live(int viewers, Place place) -> {
                request.arg("live").arg(viewers);
                if (place == null) {
                    request.arg(NOTHING).arg(NOTHING);
                } else {
                    double geo = Math.clamp(place.latitude(), -MAX_GEO_LATITUDE, MAX_GEO_LATITUDE);
                    request.arg(place.longitude()).arg(geo);
                }
            }
            case Standing.Ended(long endedAt) ->
                request.arg("ended").arg(endedAt).arg(NOTHING).arg(NOTHING);
            case Standing.Forgotten() ->
                request.arg("forgotten").arg(NOTHING).arg(NOTHING).arg(NOTHING);
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

    private static String load() {
        try (InputStream in = PublishVideo.class.getResourceAsStream("/publish-video.lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
