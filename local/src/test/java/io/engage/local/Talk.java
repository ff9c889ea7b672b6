package io.engage.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** People who comment on some videos, in words that can be counted plainly; one comment in ten is sent twice. */
final class Talk {
    /** One of the sayings: nothing in it is rated, so it has no score. */
    static final String WITHOUT_MOOD = "keeper";

    /** What is said, and the only word in it that counts. */
    private static final Map<String, String> SAYINGS = new TreeMap<>(Map.of(
            "what a GOAL",
            "goal",
            "so boring",
            "boring",
            "niiiice",
            "nice",
            "LUL LUL",
            "lul",
            WITHOUT_MOOD,
            "keeper",
            "😂😂",
            "😂"));

    private final List<String> texts = List.copyOf(SAYINGS.keySet());
    private final List<String> videos;
    private final Random random;
    private final List<Sent> said = new ArrayList<>();

    Talk(List<String> videos, long seed) {
        this.videos = videos;
        this.random = new Random(seed);
    }

    /** The next comments, said now; the last video has few of them. */
    List<Sent> next(int comments) {
        List<Sent> batch = new ArrayList<>();
        while (batch.size() < comments) {
            int video = random.nextInt(20) == 0 ? videos.size() - 1 : random.nextInt(videos.size() - 1);
            Sent comment = new Sent(
                    "talk-" + said.size(),
                    "comment",
                    videos.get(video),
                    "speaker-" + random.nextInt(25),
                    null,
                    System.currentTimeMillis(),
                    texts.get(random.nextInt(texts.size())));
            said.add(comment);
            batch.add(comment);
            if (random.nextInt(10) == 0) {
                batch.add(comment);
            }
        }
        return batch;
    }

    /** How many comments a video had. */
    int comments(String video) {
        return (int)
                said.stream().filter(comment -> comment.video().equals(video)).count();
    }

    /** The popular words of (asOf − 60 s, asOf], each the sum over users of min(3, comments), as the API writes them. */
    String words(String video, long asOf) {
        Map<String, Map<String, Integer>> users = new HashMap<>();
        for (Sent comment : said) {
            if (comment.video().equals(video) && comment.timestamp() > asOf - 60_000 && comment.timestamp() <= asOf) {
                users.computeIfAbsent(SAYINGS.get(comment.comment()), word -> new HashMap<>())
                        .merge(comment.user(), 1, Integer::sum);
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
                .map(word -> "[\"" + word.getKey() + "\"," + word.getValue() + "]")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
