package io.engage.portal.store;

import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Listens to channels of Redis, all on one connection, which is there only while anybody listens. When it breaks it is
 * opened again, and every channel joined again, until that succeeds.
 */
@ApplicationScoped
public class Channels {
    private static final long RETRY_MS = 500;
    private static final long PROOF_MS = 5000;
    private static final int AT_ONCE = 500;

    /**
     * Nobody publishes here. Joining it again and again makes Redis answer, so that a connection that silently broke is
     * noticed: it is closed once it has said nothing for {@code quarkus.redis.tcp.read-idle-timeout}.
     */
    private static final String PROOF = "engage:portal";

    private final Redis redis;
    private final Vertx vertx;
    private final Map<String, Listener> listeners = new HashMap<>();
    private RedisConnection connection;
    private boolean opening;

    /** Hears of one channel, on a thread that must not be held up. */
    public interface Listener {
        /** From now on nothing is missed. Comes again whenever the channel was joined again. */
        void joined();

        void message(String text);

        /** Messages are missed until {@link #joined}. */
        void cutOff();
    }

    Channels(Redis redis, Vertx vertx) {
        this.redis = redis;
        this.vertx = vertx;
    }

    /** Joins a channel, on which nobody listens yet. */
    public synchronized void listen(String channel, Listener listener) {
        listeners.put(channel, listener);
        if (connection != null) {
            send(connection, Command.SUBSCRIBE, List.of(channel));
        } else {
            open();
        }
    }

    /** Leaves a channel; its listener hears no more. */
    public synchronized void leave(String channel) {
        listeners.remove(channel);
        if (connection == null) {
            return;
        }
        if (listeners.isEmpty()) {
            RedisConnection unused = connection;
            connection = null;
            unused.close();
        } else {
            send(connection, Command.UNSUBSCRIBE, List.of(channel));
        }
    }

    private synchronized void open() {
        if (opening || connection != null || listeners.isEmpty()) {
            return;
        }
        opening = true;
        redis.connect().onSuccess(this::opened).onFailure(e -> {
            Log.debugf("Redis cannot be listened to: %s", e.getMessage());
            synchronized (this) {
                opening = false;
            }
            retry();
        });
    }

    private synchronized void opened(RedisConnection fresh) {
        opening = false;
        fresh.handler(this::hear);
        fresh.exceptionHandler(e -> broken(fresh));
        fresh.endHandler(end -> broken(fresh));
        connection = fresh;
        if (listeners.isEmpty()) {
            // Subscribed, it is closed and not kept for reading.
            send(fresh, Command.SUBSCRIBE, List.of(PROOF));
            connection = null;
            fresh.close();
            return;
        }
        prove(fresh);
        List<String> channels = List.copyOf(listeners.keySet());
        for (int from = 0; from < channels.size(); from += AT_ONCE) {
            send(fresh, Command.SUBSCRIBE, channels.subList(from, Math.min(from + AT_ONCE, channels.size())));
        }
    }

    private synchronized void prove(RedisConnection open) {
        if (connection == open) {
            send(open, Command.SUBSCRIBE, List.of(PROOF));
            vertx.setTimer(PROOF_MS, timer -> prove(open));
        }
    }

    private void broken(RedisConnection closed) {
        List<Listener> cut;
        synchronized (this) {
            if (connection != closed) {
                return;
            }
            connection = null;
            cut = List.copyOf(listeners.values());
        }
        cut.forEach(Listener::cutOff);
        retry();
    }

    private void retry() {
        vertx.setTimer(RETRY_MS, timer -> open());
    }

    private void send(RedisConnection to, Command command, List<String> channels) {
        Request request = Request.cmd(command);
        channels.forEach(request::arg);
        to.send(request).onFailure(e -> broken(to));
    }

    /** A pushed answer: its kind, the channel, and for a message its text. */
    private void hear(Response push) {
        Iterator<Response> parts = push.iterator();
        String kind = parts.next().toString();
        Listener listener;
        synchronized (this) {
            listener = listeners.get(parts.next().toString());
        }
        if (listener == null) {
            return;
        }
        switch (kind) {
            case "subscribe" -> listener.joined();
            case "message" -> listener.message(parts.next().toString());
            default -> Log.tracef("Redis says %s", kind);
        }
    }
}
