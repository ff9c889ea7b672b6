package io.engage.redis;

import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends commands together and waits for their answers. To be used by one thread at a time. */
public final class RedisPipeline {
    /** So many commands at the most are sent together: less than what the client lets wait for answers on one connection. */
    public static final int LONGEST = 1000;

    private final Redis redis;
    private final Duration answerWithin;

    /** @param answerWithin how long all answers may take together */
    public RedisPipeline(Redis redis, Duration answerWithin) {
        this.redis = redis;
        this.answerWithin = answerWithin;
    }

    /**
     * Sends these commands.
     *
     * @param commands {@value #LONGEST} at the most
     * @return the answer of each, in their order; null where Redis says that there is nothing
     */
    public List<Response> send(List<Request> commands) throws RedisAway, InterruptedException {
        if (commands.size() > LONGEST) {
            throw new IllegalArgumentException(
                    commands.size() + " commands at once are more than " + LONGEST + ": send them in parts");
        }
        try {
            return redis.batch(commands)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new RedisAway(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new RedisAway("no answer within " + answerWithin.toMillis() + " ms", e);
        }
    }
}
