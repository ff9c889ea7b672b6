package io.engage.metrics.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engage.events.RedisKeys;
import io.engage.metrics.serving.VideoWrite.Standing;
import io.engage.metrics.serving.VideoWrite.Value;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * The one command that writes a video: a script in Redis, so that an instance that was cut off for a while cannot put old
 * figures over newer ones, and readers never see half of a write.
 */
final class PublishVideo {
    /** The script's source. */
    static final String SCRIPT = load();

    private static final String SHA1 = sha1(SCRIPT);
    private static final JsonFactory JSON = new JsonFactory();

    /** While a video is live its keys expire after the silence that ends it and the day that it is kept then. */
    private static final Duration LIVE_EXPIRY = Duration.ofHours(28);

    private static final Duration ENDED_EXPIRY = Duration.ofHours(24);
    private static final long HISTORY_SECONDS = Duration.ofHours(24).toSeconds();
    /** The latitudes that Redis' geo sets take (Web Mercator, EPSG:3857). */
    private static final double MAX_GEO_LATITUDE = 85.05112878;

    private PublishVideo() {}

    /**
     * The command for a video.
     *
     * @param before the values of the fields that were written last by this instance, in their order; null when none were
     */
    static Request request(VideoWrite write, Value[] before) {
        Request request = Request.cmd(Command.EVALSHA)
                .arg(SHA1)
                .arg(2)
                .arg(RedisKeys.video(write.videoId()))
                .arg(RedisKeys.history(write.metric(), write.videoId()));
        Duration expiry = write.standing() instanceof Standing.Ended ? ENDED_EXPIRY : LIVE_EXPIRY;
        request.arg(write.videoId())
                .arg(write.asOfField())
                .arg(write.asOf())
                .arg(expiry.toSeconds())
                .arg(message(write, before));
        standing(request, write.standing());
        long set = write.fields().values().stream().filter(v -> v != null).count();
        request.arg(set);
        write.fields().forEach((name, value) -> {
            if (value != null) {
                request.arg(name).arg(value.text());
            }
        });
        request.arg(write.fields().size() - set);
        write.fields().forEach((name, value) -> {
            if (value == null) {
                request.arg(name);
            }
        });
        write.points().forEach((slot, point) -> request.arg(slot).arg(point).arg(slot - HISTORY_SECONDS));
        return request;
    }

    private static void standing(Request request, Standing standing) {
        switch (standing) {
            case null -> request.arg("").arg("").arg("").arg("");
            case Standing.Live(int viewers, Double latitude, Double longitude) -> {
                request.arg("live").arg(viewers);
                if (latitude == null || longitude == null) {
                    request.arg("").arg("");
                } else {
                    double geo = Math.clamp(latitude, -MAX_GEO_LATITUDE, MAX_GEO_LATITUDE);
                    request.arg(longitude).arg(geo);
                }
            }
            case Standing.Ended(long endedAt) ->
                request.arg("ended").arg(endedAt).arg("").arg("");
            case Standing.Forgotten() ->
                request.arg("forgotten").arg("").arg("").arg("");
        }
    }

    /** The changed fields as a JSON object, null for those that are gone; empty when none changed. */
    private static String message(VideoWrite write, Value[] before) {
        StringWriter text = new StringWriter(128);
        boolean changed = false;
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            int at = 0;
            for (Map.Entry<String, Value> field : write.fields().entrySet()) {
                Value value = field.getValue();
                boolean same = before != null && Objects.equals(before[at++], value);
                if (!same) {
                    changed = true;
                    json.writeFieldName(field.getKey());
                    switch (value) {
                        case null -> json.writeNull();
                        case Value.Text(String string) -> json.writeString(string);
                        case Value.Whole(long number) -> json.writeNumber(number);
                        case Value.Fraction(double number) -> json.writeNumber(number);
                    }
                }
            }
            json.writeFieldName(write.asOfField());
            json.writeNumber(write.asOf());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return changed ? text.toString() : "";
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
