package io.engage.portal.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of a history, made of the points of one or more slots. The figure of slot S is that of (S, S + 10 s]. Over several
 * slots
 *
 * <ul>
 *   <li>{@code viewers} is the highest,
 *   <li>{@code likes}, {@code dislikes} and {@code comments} are the sums,
 *   <li>{@code sentiment} is the mean, each slot weighing as many as it had comments: 3.0 of 30 comments and 1.0 of 10 are
 *       2.5; null when no slot had any,
 *   <li>anything else is as the last slot has it.
 * </ul>
 *
 * A figure that no slot has is left out.
 */
final class HistoryPoint {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, JsonNode> figures = new LinkedHashMap<>();
    private double sentimentSum;
    private double sentimentWeight;

    /** Adds a slot, later than those before. */
    void add(ObjectNode slot) {
        slot.properties().forEach(figure -> {
            switch (figure.getKey()) {
                case "viewers" -> figures.merge("viewers", figure.getValue(), HistoryPoint::highest);
                case "likes", "dislikes", "comments" ->
                    figures.merge(figure.getKey(), figure.getValue(), HistoryPoint::sum);
                case "sentiment" -> addSentiment(figure.getValue(), slot.path("comments"));
                default -> figures.put(figure.getKey(), figure.getValue());
            }
        });
    }

    private static JsonNode highest(JsonNode a, JsonNode b) {
        return a.asLong() >= b.asLong() ? a : b;
    }

    private static JsonNode sum(JsonNode a, JsonNode b) {
        return NODES.numberNode(a.asLong() + b.asLong());
    }

    private void addSentiment(JsonNode sentiment, JsonNode comments) {
        if (!sentiment.isNumber()) {
            figures.putIfAbsent("sentiment", NODES.nullNode());
            return;
        }
        boolean first = sentimentWeight == 0;
        // A sentiment without a count of comments has at least the one it comes from.
        double weight = Math.max(1, comments.asDouble());
        sentimentSum += sentiment.asDouble() * weight;
        sentimentWeight += weight;
        figures.put("sentiment", first ? sentiment : NODES.numberNode(sentimentSum / sentimentWeight));
    }

    /** @param t the point's time, epoch ms */
    ObjectNode json(long t) {
        ObjectNode json = NODES.objectNode().put("t", t);
        for (String name : new String[] {"viewers", "likes", "dislikes", "comments", "sentiment"}) {
            if (figures.containsKey(name)) {
                json.set(name, figures.get(name));
            }
        }
        figures.forEach((name, value) -> {
            if (!json.has(name)) {
                json.set(name, value);
            }
        });
        return json;
    }
}
