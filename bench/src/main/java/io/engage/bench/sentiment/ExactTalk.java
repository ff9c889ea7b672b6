package io.engage.bench.sentiment;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** The comments of one video in words so plain that a naive recount tells what its popular words must be. */
final class ExactTalk {
    static final String VIDEO = "exact";
    private static final String[] WORDS =
            ("goal keeper save corner referee penalty striker bench coach whistle header tackle defender winger captain"
                            + " crossbar stadium anthem jersey scarf")
                    .split(" ", -1);
    private static final int KEPT_MILLIS = 90_000;

    private record Said(String user, String word, long timestamp) {}

    private final Deque<Said> said = new ArrayDeque<>();

    /** What is said next; the first words more often than the last. */
    String next(String user, long timestamp, Random random) {
        String word = WORDS[(int) (WORDS.length * random.nextDouble() * random.nextDouble())];
        said.add(new Said(user, word, timestamp));
        while (said.getFirst().timestamp < timestamp - KEPT_MILLIS) {
            said.removeFirst();
        }
        return word;
    }

    /** The ten most popular words of (asOf − 60 s, asOf], as JSON. */
    String words(long asOf) {
        Map<String, Map<String, Integer>> users = new HashMap<>();
        for (Said comment : said) {
            if (comment.timestamp > asOf - 60_000 && comment.timestamp <= asOf) {
                users.computeIfAbsent(comment.word, word -> new HashMap<>()).merge(comment.user, 1, Integer::sum);
            }
        }
        return users.entrySet().stream()
                .map(word -> Map.entry(
                        word.getKey(),
                        word.getValue().values().stream()
                                .mapToInt(n -> Math.min(3, n))
                                .sum()))
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(word -> -word.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(10)
                .map(word -> "[\"" + word.getKey() + "\"," + word.getValue() + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
