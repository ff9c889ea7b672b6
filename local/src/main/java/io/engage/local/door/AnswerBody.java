package io.engage.local.door;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the body of an answer says.
 *
 * @param accepted how many events were taken, -1 when it does not say
 * @param rejected the events that were not
 * @param reason why the request as a whole was not taken, null when it does not say
 */
record AnswerBody(int accepted, List<Answer.Rejected> rejected, String reason) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final AnswerBody SILENT = new AnswerBody(-1, List.of(), null);

    /** Reads a body. One that is no JSON object says nothing. */
    static AnswerBody read(byte[] body) {
        int accepted = -1;
        String reason = null;
        List<Answer.Rejected> rejected = new ArrayList<>();
        try (JsonParser p = JSON.createParser(body)) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                return SILENT;
            }
            for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
                JsonToken value = p.nextToken();
                if (name.equals("accepted") && value == JsonToken.VALUE_NUMBER_INT) {
                    accepted = p.getIntValue();
                } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
                    reason = p.getText();
                } else if (name.equals("rejected") && value == JsonToken.START_ARRAY) {
                    while (p.nextToken() == JsonToken.START_OBJECT) {
                        rejected.add(rejected(p));
                    }
                } else {
                    p.skipChildren();
                }
            }
        } catch (IOException e) {
            return SILENT;
        }
        return new AnswerBody(accepted, List.copyOf(rejected), reason);
    }

    private static Answer.Rejected rejected(JsonParser p) throws IOException {
        int index = -1;
        String reason = "no reason given";
        for (String name = p.nextFieldName(); name != null; name = p.nextFieldName()) {
            JsonToken value = p.nextToken();
            if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = p.getIntValue();
            } else if (name.equals("reason") && value == JsonToken.VALUE_STRING) {
                reason = p.getText();
            } else {
                p.skipChildren();
            }
        }
        return new Answer.Rejected(index, reason);
    }
}
