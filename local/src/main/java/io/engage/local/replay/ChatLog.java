package io.engage.local.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.engage.events.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chat logs as text, one comment a line: the time in brackets, the name, the comment. The time is one of the day
 * ({@code [18:04:33]}), one since the stream began ({@code [0:04:33]}), or one with its date ({@code [2026-11-23 18:04:33 UTC]}); the name stands
 * before a colon or in angle brackets. {@code [18:04:33] * somebody waves} and other notices are no comments.
 */
final class ChatLog implements LogForm {
    private static final Pattern LINE =
            Pattern.compile("\\[(?:(\\d{4})-(\\d\\d)-(\\d\\d)[ T])?(\\d{1,3}):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,3})\\d*)?"
                    + "(?: ?(?:UTC|Z))?]\\s+(?:<([^>]+)>|(\\S[^:\\s]*):)\\s(.+)");
    private static final JsonFactory JSON = new JsonFactory();
    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final Naming naming;
    private final String video;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream(1 << 10);
    private long midnight;
    private long last;

    /** @param video the id of the video in which this was said */
    ChatLog(Naming naming, String video) {
        this.naming = naming;
        this.video = video;
    }

    /** Whether a line is one of such a log. */
    static boolean isOne(String line) {
        return LINE.matcher(line).matches();
    }

    @Override
    public Line read(byte[] bytes, int length, String id) {
        String line;
        try {
            line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Line.Broken("not valid UTF-8");
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return new Line.Broken("not a comment like [18:04:33] name: text");
        }
        long at;
        try {
            at = time(parts);
        } catch (DateTimeException e) {
            return new Line.Broken("there is no such day");
        }
        String user = parts.group(8) != null ? parts.group(8) : parts.group(9);
        String comment = parts.group(10);
        return new Line.Entry(at, naming.ofVideo(video), json(user, comment, id), Comments.isTooLong(comment));
    }

    private long time(Matcher parts) {
        long ofDay = TimeUnit.HOURS.toMillis(Long.parseLong(parts.group(4)))
                + TimeUnit.MINUTES.toMillis(Long.parseLong(parts.group(5)))
                + TimeUnit.SECONDS.toMillis(Long.parseLong(parts.group(6)))
                + fraction(parts.group(7));
        if (parts.group(1) != null) {
            return LocalDate.of(
                                    Integer.parseInt(parts.group(1)),
                                    Integer.parseInt(parts.group(2)),
                                    Integer.parseInt(parts.group(3)))
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli()
                    + ofDay;
        }
        if (midnight + ofDay < last - DAY / 2) {
            midnight += DAY;
        }
        last = midnight + ofDay;
        return last;
    }

    private static long fraction(String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "00").substring(0, 3));
    }

    private byte[] json(String user, String comment, String id) {
        written.reset();
        try (JsonGenerator out = JSON.createGenerator(written)) {
            out.writeStartObject();
            out.writeStringField("event_type", EventType.COMMENT.wireName());
            out.writeStringField("video_id", naming.ofVideo(video));
            out.writeStringField("user_id", user);
            out.writeStringField("comment", Comments.cut(comment));
            out.writeStringField("event_id", id);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory takes every byte", e);
        }
        byte[] json = written.toByteArray();
        return Arrays.copyOf(json, json.length - 1);
    }
}
