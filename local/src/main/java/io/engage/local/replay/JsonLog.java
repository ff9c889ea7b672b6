package io.engage.local.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;

/**
 * Logs with a JSON object a line: Engage events, and those of the original simulator with their minutes. The unit of time is that
 * of the first event that has one.
 *
 * <p>Every field is kept as it is, unknown ones too, but for the time, the ids that a replay gives anew, and comments that are too
 * long. Whether it is a valid event is for the door to judge.
 */
final class JsonLog implements LogForm {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_DIGITS = 64;
    private static final int REASONABLE_EXPONENT = 30;

    private final Naming naming;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream(1 << 10);
    private LogTime unit;

    JsonLog(Naming naming) {
        this.naming = naming;
    }

    @Override
    public Line read(byte[] bytes, int length, String id) {
        written.reset();
        try (JsonParser in = JSON.createParser(bytes, 0, length);
                JsonGenerator out = JSON.createGenerator(written)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return new Line.Broken(
                        in.currentToken() == JsonToken.START_ARRAY
                                ? "an array; write one event a line"
                                : "not a JSON object");
            }
            Event event = new Event(in, out, id);
            event.copy();
            if (in.nextToken() != null) {
                return new Line.Broken("something follows the event; write one event a line");
            }
            out.close();
            return event.line();
        } catch (JsonParseException e) {
            return new Line.Broken("not JSON: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            return new Line.Broken("not JSON that can be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            // Such as a surrogate that stands alone.
            return new Line.Broken("cannot be read: " + e.getMessage());
        }
    }

    /** One event on its way from the line to what is sent. */
    private final class Event {
        private final JsonParser in;
        private final JsonGenerator out;
        private String id;
        private String video = "";
        private boolean cut;
        private int times;
        private Long at;
        private String wrong;

        Event(JsonParser in, JsonGenerator out, String idOfLine) {
            this.in = in;
            this.out = out;
            id = idOfLine;
        }

        void copy() throws IOException {
            out.writeStartObject();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                boolean text = value == JsonToken.VALUE_STRING;
                switch (name) {
                    case "timestamp" -> time(value);
                    case "event_id" -> {
                        if (text) {
                            // An empty one stays so: the door says what is wrong with it.
                            id = in.getTextLength() == 0 ? "" : naming.ofId(in.getText());
                        } else if (value != JsonToken.VALUE_NULL) {
                            wrong = "event_id is not a string";
                        }
                        in.skipChildren();
                    }
                    case "session_id" -> {
                        if (text && in.getTextLength() > 0) {
                            out.writeStringField(name, naming.ofId(in.getText()));
                        } else {
                            copyField(name);
                        }
                    }
                    case "video_id" -> video(name, value);
                    case "comment" -> {
                        if (text && Comments.isTooLong(in.getText())) {
                            cut = true;
                            out.writeStringField(name, Comments.cut(in.getText()));
                        } else {
                            copyField(name);
                        }
                    }
                    default -> copyField(name);
                }
            }
            out.writeStringField("event_id", id);
            out.writeEndObject();
        }

        Line line() {
            if (wrong != null) {
                return new Line.Broken(wrong);
            }
            if (at == null) {
                return new Line.Broken("timestamp is missing");
            }
            if (times > 1) {
                return new Line.Broken("timestamp is given twice");
            }
            byte[] json = written.toByteArray();
            return new Line.Entry(at, video, Arrays.copyOf(json, json.length - 1), cut);
        }

        private void copyField(String name) throws IOException {
            out.writeFieldName(name);
            int depth = 0;
            JsonToken token = in.currentToken();
            while (true) {
                if (token.isNumeric()) {
                    // Digit by digit, as it is written there.
                    out.writeNumber(in.getText());
                } else {
                    out.copyCurrentEvent(in);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return;
                }
                token = in.nextToken();
            }
        }

        private void video(String name, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                video = naming.ofVideo(in.getText());
                if (!naming.keepsVideos()) {
                    out.writeStringField(name, video);
                    return;
                }
            }
            copyField(name);
        }

        private void time(JsonToken value) throws IOException {
            times++;
            if (value.isNumeric()) {
                number(in.getText());
            } else if (value == JsonToken.VALUE_STRING) {
                at = LogTime.ofIso(in.getText());
                if (at == null) {
                    wrong = "timestamp is not a time";
                } else {
                    only(LogTime.MILLISECONDS);
                }
            } else if (value != JsonToken.VALUE_NULL) {
                wrong = "timestamp is not a time";
                in.skipChildren();
            }
        }

        private void number(String digits) {
            BigDecimal number = digits.length() > MOST_DIGITS ? null : new BigDecimal(digits);
            if (number == null || Math.abs((long) number.scale() - number.precision()) > REASONABLE_EXPONENT) {
                wrong = "timestamp is not a time";
                return;
            }
            if (unit == null) {
                unit = LogTime.of(number);
            }
            // Minutes go on for as long as they like; a time since 1970 never becomes minutes.
            only(unit == LogTime.MINUTES || number.signum() == 0 ? unit : LogTime.of(number));
            try {
                at = unit.toMs(number);
            } catch (ArithmeticException e) {
                wrong = "timestamp is not a time";
            }
        }

        private void only(LogTime found) {
            if (unit == null) {
                unit = found;
            } else if (unit != found) {
                wrong = "timestamp is in " + found.toString().toLowerCase(Locale.ROOT)
                        + ", while the log began with "
                        + unit.toString().toLowerCase(Locale.ROOT);
            }
        }
    }
}
