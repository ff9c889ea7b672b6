package io.engage.bench.counters;

import io.engage.bench.load.Generator;
import io.engage.bench.load.Truth;
import io.engage.bench.load.TruthOfVideo;
import io.engage.events.RedisKeys;
import io.engage.events.VideoFields;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Compares the figures in Redis with the truth. */
final class ServedFigures {
    private static final String[] FIELDS = {
        VideoFields.VIEWS,
        VideoFields.VIEWERS,
        VideoFields.LIKES,
        VideoFields.DISLIKES,
        VideoFields.LIKES_10S,
        VideoFields.DISLIKES_10S,
        VideoFields.PEAK_VIEWERS,
        VideoFields.UNIQUE_VIEWERS
    };
    private static final int AT_ONCE = 10_000;
    private static final int READ_WITHIN_MS = 30_000;

    /** The sketch's standard error is 1.2 %; six of them, and a few users, are never exceeded by chance. */
    private static final double UNIQUE_ERROR = 6 * 0.012;

    private static final int UNIQUE_SLACK = 3;

    private ServedFigures() {}

    /**
     * What is wrong, with the first example of it, or nothing.
     *
     * @param silent whether the sessions with heartbeats must have ended by silence
     */
    static Optional<String> difference(String redis, Truth truth, boolean silent) {
        int wrong = 0;
        String example = "";
        try (Jedis jedis = new Jedis(URI.create(redis), READ_WITHIN_MS)) {
            for (int from = 0; from < truth.videos(); from += AT_ONCE) {
                int to = Math.min(truth.videos(), from + AT_ONCE);
                List<Response<List<String>>> answers = new ArrayList<>();
                Pipeline pipeline = jedis.pipelined();
                for (int video = from; video < to; video++) {
                    answers.add(pipeline.hmget(RedisKeys.video(Generator.videoId(video)), FIELDS));
                }
                pipeline.sync();
                for (int video = from; video < to; video++) {
                    long[] found = answers.get(video - from).get().stream()
                            .mapToLong(text -> text == null ? 0 : Long.parseLong(text))
                            .toArray();
                    TruthOfVideo expected = silent ? truth.of(video) : truth.beforeSilence(video);
                    if (!matches(found, expected)) {
                        wrong++;
                        if (example.isEmpty()) {
                            example = Generator.videoId(video) + " has " + java.util.Arrays.toString(found) + ", not "
                                    + expected;
                        }
                    }
                }
            }
        }
        return wrong == 0
                ? Optional.empty()
                : Optional.of(wrong + " of " + truth.knownVideos() + " videos differ: " + example);
    }

    private static boolean matches(long[] found, TruthOfVideo expected) {
        long unique = expected.uniqueViewers();
        return found[0] == expected.views()
                && found[1] == expected.viewers()
                && found[2] == expected.likes()
                && found[3] == expected.dislikes()
                && found[4] == 0
                && found[5] == 0
                && found[6] >= found[1]
                && found[6] <= found[0]
                && Math.abs(found[7] - unique) <= UNIQUE_ERROR * unique + UNIQUE_SLACK;
    }
}
