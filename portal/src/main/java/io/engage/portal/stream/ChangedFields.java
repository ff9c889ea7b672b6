package io.engage.portal.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the messages on a video's channel: a JSON object of the fields that were written. */
final class ChangedFields {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ChangedFields() {}

    /**
     * The fields as the hash holds them: a string is its text, anything else its JSON.
     *
     * @return empty when the message is no JSON object
     */
    static Optional<Map<String, String>> parse(String message) {
        try (JsonParser in = FACTORY.createParser(message)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<String, String> fields = new HashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                fields.put(name, in.nextToken() == JsonToken.VALUE_STRING ? in.getText() : json(in));
            }
            return Optional.of(fields);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String json(JsonParser in) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator to = FACTORY.createGenerator(out)) {
            to.copyCurrentStructureExact(in);
        }
        return out.toString();
    }
}
