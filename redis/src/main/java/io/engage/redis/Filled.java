package io.engage.redis;

import io.engage.events.RedisKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Redis it is, and what it was filled for: a Redis that lost something is another run, or lacks the marker.
 *
 * @param run the id of the server's run, another one after each start
 * @param marker what stands at {@link RedisKeys#FILLED}: the id of the run in which everything was written, a colon and what
 *     tells this filling from others; null when nothing does
 */
public record Filled(String run, String marker) {
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");

    /** Asks Redis. */
    public static Filled ask(RedisPipeline redis) throws RedisAway, InterruptedException {
        List<Response> answers = redis.send(List.of(
                Request.cmd(Command.GET).arg(RedisKeys.FILLED),
                Request.cmd(Command.INFO).arg("server")));
        Matcher runId = RUN_ID.matcher(answers.get(1).toString());
        return new Filled(
                runId.find() ? runId.group(1) : "unknown",
                answers.get(0) == null ? null : answers.get(0).toString());
    }

    /** Whether everything was written since the server was started. */
    public boolean inThisRun() {
        return marker != null && marker.startsWith(run + ":");
    }
}
