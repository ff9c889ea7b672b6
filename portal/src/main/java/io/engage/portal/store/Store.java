package io.engage.portal.store;

import io.engage.events.RedisKeys;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads from Redis. All reads share one connection, on which they follow each other without waiting for answers. The
 * connection is opened by the first read, and again by the first read after one that failed.
 */
@ApplicationScoped
public class Store {
    /** Requests of one round trip: enough to make its wait small, and few enough not to hold up a small read behind it. */
    public static final int ROUND_TRIP = 1000;

    private final Redis redis;
    private final long timeoutMs;
    private final AtomicBoolean away = new AtomicBoolean();
    private Future<RedisConnection> connection;

    Store(Redis redis, @ConfigProperty(name = "quarkus.redis.timeout") Duration timeout) {
        this.redis = redis;
        this.timeoutMs = timeout.toMillis();
    }

    /**
     * Asks Redis in one round trip, and waits.
     *
     * @param requests at most {@value #ROUND_TRIP}
     * @return the answers in the order of the requests
     * @throws StoreAway when there is no answer within {@code quarkus.redis.timeout}
     */
    public List<Response> ask(List<Request> requests) {
        try {
            return send(requests).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreAway why ? why : new StoreAway("Redis was not asked", e.getCause());
        }
    }

    /**
     * Asks Redis in one round trip.
     *
     * @param requests at most {@value #ROUND_TRIP}
     * @return the answers in the order of the requests; fails with {@link StoreAway}
     */
    public Future<List<Response>> send(List<Request> requests) {
        return attempt(requests)
                // A connection that was closed while nobody used it shows only now.
                .recover(e -> isFull(e) ? Future.failedFuture(e) : attempt(requests))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onSuccess(responses -> noteBack())
                .recover(e -> Future.failedFuture(noteAway(e)));
    }

    private Future<List<Response>> attempt(List<Request> requests) {
        Future<RedisConnection> used = connection();
        return used.compose(c -> c.batch(requests)).onFailure(e -> {
            if (!isFull(e)) {
                leave(used);
            }
        });
    }

    private synchronized Future<RedisConnection> connection() {
        if (connection == null) {
            Future<RedisConnection> opening = redis.connect();
            connection = opening;
            opening.onSuccess(opened -> {
                opened.exceptionHandler(e -> leave(opening));
                opened.endHandler(end -> leave(opening));
            });
        }
        return connection;
    }

    /**
     * Sees to it that the next read has another connection. Whatever failed on one may fail there for ever: a connection that broke
     * before anybody listened to it says so to nobody.
     */
    private void leave(Future<RedisConnection> failed) {
        synchronized (this) {
            if (connection != failed) {
                return;
            }
            connection = null;
        }
        failed.onSuccess(RedisConnection::close);
    }

    /** Whether too many reads are under way: the connection is not to blame. */
    private static boolean isFull(Throwable e) {
        return String.valueOf(e.getMessage()).contains("queue is full");
    }

    private void noteBack() {
        if (away.compareAndSet(true, false)) {
            Log.info("Redis answers again");
        }
    }

    private StoreAway noteAway(Throwable e) {
        StoreAway why = new StoreAway(
                e instanceof ErrorType
                        ? "Redis refused to answer: " + e.getMessage()
                        : "Redis did not answer: " + e.getMessage(),
                e);
        if (away.compareAndSet(false, true)) {
            Log.warnf("%s. No figures can be shown until it is back", why.getMessage());
        }
        return why;
    }

    /** Asks for a video's hash. */
    public static Request video(String id) {
        return Request.cmd(Command.HGETALL).arg(RedisKeys.video(id));
    }

    /** Asks whether a video is known. */
    public static Request isKnown(String id) {
        return Request.cmd(Command.EXISTS).arg(RedisKeys.video(id));
    }

    /** The fields of a hash; empty when there is none. */
    public static Map<String, String> fields(Response hash) {
        if (hash == null || hash.size() == 0) {
            return Map.of();
        }
        if (hash.isArray()) {
            Map<String, String> fields = HashMap.newHashMap(hash.size() / 2);
            for (int i = 0; i < hash.size(); i += 2) {
                fields.put(hash.get(i).toString(), hash.get(i + 1).toString());
            }
            return fields;
        }
        Map<String, String> fields = HashMap.newHashMap(hash.size());
        for (String name : hash.getKeys()) {
            fields.put(name, hash.get(name).toString());
        }
        return fields;
    }
}
