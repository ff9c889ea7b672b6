package io.engage.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Prometheus' rules and Grafana's board ask for, and what a service answers. */
final class Observability {
    private static final Path FOLDER = Path.of("..", "observability");

    /** A word with an underscore that is neither a function nor a label. */
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?!\\s*[(=!~])");

    private Observability() {}

    /** The names of all metrics that rules and board ask for. */
    static Set<String> asked() throws IOException {
        JsonNode board = new ObjectMapper()
                .readTree(FOLDER.resolve("grafana/engage.json").toFile());
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("prometheus/rules.yaml").toFile());
        Set<String> names = new TreeSet<>();
        for (JsonNode file : List.of(board, rules)) {
            for (String expression : file.findValuesAsText("expr")) {
                String bare = expression
                        .replaceAll("\"[^\"]*\"", "")
                        .replaceAll("(by|without|on) *\\([^)]*\\)", "")
                        .replaceAll("\\$__\\w+", "");
                METRIC.matcher(bare).results().forEach(match -> names.add(match.group()));
            }
        }
        return names;
    }

    /** The names of the metrics that the service at a port of this machine exports. */
    static Set<String> exported(int port) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
