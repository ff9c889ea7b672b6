package io.engage.portal.videos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.util.regex.Pattern;

/**
 * How the text that Redis holds in a field becomes a JSON value, always on one line.
 *
 * <p>For numbers and JSON, a text that is none becomes nothing: the field is left out, since a client that was promised
 * a number must not meet a string.
 */
public enum FieldKind {
    /** A whole number: {@code "36"} is 36. Empty, {@code null} and NaN are {@code null}. */
    INTEGER {
        @Override
        public String json(String text) {
            if (WHOLE.matcher(text).matches()) {
                return text;
            }
            if (isNoValue(text)) {
                return "null";
            }
            double number = number(text);
            return number == Math.rint(number) && Math.abs(number) < EXACT ? Long.toString((long) number) : null;
        }
    },

    /** A number: {@code "2.9"} is 2.9. Empty, {@code null} and NaN are {@code null}: a figure without evidence. */
    DECIMAL {
        @Override
        public String json(String text) {
            if (NUMBER.matcher(text).matches()) {
                return text;
            }
            if (isNoValue(text)) {
                return "null";
            }
            double number = number(text);
            return Double.isFinite(number) ? Double.toString(number) : null;
        }
    },

    /** Any text, as a JSON string. */
    TEXT {
        @Override
        public String json(String text) {
            return quoted(text);
        }
    },

    /** The text is JSON itself, passed on as the value it stands for. Empty is {@code null}. */
    JSON {
        @Override
        public String json(String text) {
            if (isNoValue(text)) {
                return "null";
            }
            StringWriter out = new StringWriter(text.length());
            try (JsonParser in = FACTORY.createParser(text);
                    JsonGenerator to = FACTORY.createGenerator(out)) {
                if (in.nextToken() == null) {
                    return "null";
                }
                to.copyCurrentStructure(in);
                if (in.nextToken() != null) {
                    return null;
                }
            } catch (IOException e) {
                return null;
            }
            String json = out.toString();
            return json.equals(text) ? text : json;
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");
    /** Beyond 2^53 a double no longer holds every whole number. */
    private static final double EXACT = 0x1p53;

    /**
     * The JSON value of a field.
     *
     * @param text what Redis holds
     * @return JSON on one line, or null when the text is no value of this kind
     */
    public abstract String json(String text);

    /** A text as a JSON string, with its quotes. */
    public static String quoted(String text) {
        char[] escaped = JsonStringEncoder.getInstance().quoteAsString(text);
        return new StringBuilder(escaped.length + 2)
                .append('"')
                .append(escaped)
                .append('"')
                .toString();
    }

    private static boolean isNoValue(String text) {
        return text.isEmpty() || text.equals("null") || text.equals("NaN");
    }

    /** The number a text stands for, or NaN. */
    private static double number(String text) {
        try {
            return text.length() > 40 ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
