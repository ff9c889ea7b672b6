package io.engage.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code terraform test} planned and how its runs ended; asked for once for all tests. */
final class Plans {
    /** The run of the default cluster. */
    static final String DEFAULT = "the_default_cluster";

    /** The run with more of everything. */
    static final String LARGE = "as_many_as_asked";

    /** The same with the other Redis taking writes. */
    static final String REDIS_MOVED = "redis_moved";

    /** The run of the example of two nodes. */
    static final String SMALL = "two_nodes";

    private static final Pattern OF_NODE = Pattern.compile("\\[\"([^\"]+)\"]\\.aws_route53_record\\.this\\[");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Plans made;

    private final Map<String, JsonNode> plans = new LinkedHashMap<>();
    private final Map<String, String> runs = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private Plans(String output) {
        output.lines().filter(line -> line.startsWith("{")).forEach(line -> {
            JsonNode message = read(line);
            String run = message.path("@testrun").asText();
            switch (message.path("type").asText()) {
                // The rest of a plan is several times as large.
                case "test_plan" ->
                    plans.put(
                            run, ((ObjectNode) message.get("test_plan")).retain("resource_changes", "output_changes"));
                case "test_run" -> {
                    String status = message.path("test_run").path("status").asText();
                    if (!status.isEmpty()) {
                        runs.put(run, status);
                    }
                }
                case "diagnostic" -> complaints.add(message.path("diagnostic").toString());
                default -> {}
            }
        });
    }

    static synchronized Plans made() {
        if (made == null) {
            made = new Plans(Terraform.shared().run("test", "-json", "-verbose").output());
        }
        return made;
    }

    /** How each run ended: {@code pass}, {@code fail}, {@code error}, {@code skip}. */
    Map<String, String> runs() {
        return runs;
    }

    /** What Terraform complained about. */
    List<String> complaints() {
        return complaints;
    }

    /** The resources of a run's plan that are of a type, by address. */
    Map<String, JsonNode> resources(String run, String type) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode change : plan(run).path("resource_changes")) {
            if (change.path("type").asText().equals(type)
                    && change.path("mode").asText().equals("managed")) {
                found.put(change.path("address").asText(), change.path("change").path("after"));
            }
        }
        return found;
    }

    /** An output of a run. */
    JsonNode output(String run, String name) {
        return plan(run).path("output_changes").path(name).path("after");
    }

    /** The names in the private domain of a run, each with the node that it stands for. */
    Map<String, String> names(String run) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        resources(run, "aws_route53_record").forEach((address, record) -> {
            String name = record.path("name").asText();
            Matcher node = OF_NODE.matcher(address);
            if (node.find()) {
                names.put(name, node.group(1));
            } else {
                others.put(name, record.path("records").path(0).asText());
            }
        });
        others.forEach((name, other) -> names.put(name, names.get(other)));
        return names;
    }

    private JsonNode plan(String run) {
        JsonNode plan = plans.get(run);
        if (plan == null) {
            throw new AssertionError("There is no plan of " + run + ": " + complaints);
        }
        return plan;
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
