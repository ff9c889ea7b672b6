package io.engage.ingest.http;

import io.engage.ingest.IngestConfig;
import io.engage.ingest.body.Format;
import io.engage.ingest.kafka.EventLog;
import io.engage.ingest.kafka.KafkaLink;
import io.engage.ingest.keys.ApiKey;
import io.engage.ingest.keys.KeyKind;
import io.engage.ingest.keys.Keys;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The door: {@code POST /v1/events}, and {@code GET /v1/time} for senders that want to correct their clock. Whoever may not send, or not
 * this, is answered before the body is read.
 */
@Singleton
class EventsDoor {
    private static final String EVENTS = "/v1/events";
    private static final String KEY_HEADER = "X-API-Key";
    private static final String KEY_PARAMETER = "key";
    /** A body below this may run out after an early answer, so that the connection can be used again. */
    private static final long SMALL_BODY = 64 * 1024;

    private static final long LINGER_MS = 2_000;
    private static final long WAIT_FOR_KAFKA_SECONDS = 2;

    private final IngestConfig config;
    private final Keys keys;
    private final KafkaLink kafka;
    private final Reception reception;

    EventsDoor(IngestConfig config, Keys keys, KafkaLink kafka, Reception reception) {
        this.config = config;
        this.keys = keys;
        this.kafka = kafka;
        this.reception = reception;
    }

    void open(@Observes Router router) {
        router.route(HttpMethod.OPTIONS, EVENTS).handler(routing -> Cors.preflight(routing.request(), keys));
        router.route(HttpMethod.POST, EVENTS).handler(this::receive);
        router.route(EVENTS).handler(EventsDoor::refuseMethod);
        router.route(HttpMethod.GET, "/v1/time").handler(EventsDoor::tellTime);
    }

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String secret = secret(request);
        ApiKey key = secret == null ? null : keys.find(secret);
        Cors.allow(request, key, keys);
        if (key == null) {
            request.response().putHeader("WWW-Authenticate", "ApiKey realm=\"engage\"");
            decline(
                    routing,
                    Answer.refused(
                            HttpResponseStatus.UNAUTHORIZED,
                            secret == null
                                    ? "no API key; send it as the header X-API-Key, or as key in the query"
                                    : "unknown API key; check it with whoever runs this service"));
            return;
        }
        Optional<Format> format = MediaType.format(request.getHeader(HttpHeaders.CONTENT_TYPE));
        Optional<EventLog> log = kafka.log();
        Optional<Answer> refusal = refusal(request, key, format, log);
        if (refusal.isPresent()) {
            decline(routing, refusal.get());
            return;
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        reception.receive(
                routing.vertx(),
                request,
                new Sender(key, secret, request.remoteAddress().hostAddress()),
                format.orElseThrow(),
                isGzip(request),
                log.orElseThrow());
    }

    private static String secret(HttpServerRequest request) {
        String header = request.getHeader(KEY_HEADER);
        return header == null ? request.getParam(KEY_PARAMETER) : header;
    }

    /** Why a request with this key is declined whatever its body holds, or nothing. */
    private Optional<Answer> refusal(
            HttpServerRequest request, ApiKey key, Optional<Format> format, Optional<EventLog> log) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (key.kind() == KeyKind.PLAYER && origin != null && !key.origins().contain(origin)) {
            return Optional.of(Answer.refused(
                    HttpResponseStatus.FORBIDDEN,
                    "this key is not for pages of " + origin
                            + "; add the origin to the key, or use the key of that site"));
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !isGzip(request) && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(Answer.refused(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the body may be compressed with gzip only, or not at all"));
        }
        if (format.isEmpty()) {
            return Optional.of(Answer.refused(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the Content-Type must be application/json, application/x-ndjson or text/plain, in UTF-8"));
        }
        if (announcedLength(request) > config.maxBody().asLongValue()) {
            return Optional.of(Reception.tooLong(config));
        }
        long wait = key.limit().secondsToWait(System.nanoTime());
        if (wait > 0) {
            return Optional.of(Answer.later(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    "this key sends more events a second than it may; come again after Retry-After",
                    wait));
        }
        if (log.isEmpty()) {
            return Optional.of(Answer.later(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "Kafka has not been reached yet; send the same again",
                    WAIT_FOR_KAFKA_SECONDS));
        }
        return Optional.empty();
    }

    private static boolean isGzip(HttpServerRequest request) {
        return "gzip".equalsIgnoreCase(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    }

    /** The length the request announces, or -1 when it announces none. */
    static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }

    /** Answers although the body is not read. A small one runs out, for a large one the connection is given up, once the answer was read. */
    private static void decline(RoutingContext routing, Answer answer) {
        HttpServerRequest request = routing.request();
        linger(routing.vertx(), request);
        answer.send(request.response());
    }

    /** To be called before an early answer is sent. */
    static void linger(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long length = announcedLength(request);
        boolean runsOut = length >= 0
                && length <= SMALL_BODY
                && !request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
        if (!runsOut) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        long timer = vertx.setTimer(LINGER_MS, fired -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.handler(discarded -> {});
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            if (!runsOut) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private static void refuseMethod(RoutingContext routing) {
        routing.response().putHeader(HttpHeaders.ALLOW, "POST, OPTIONS");
        decline(routing, Answer.refused(HttpResponseStatus.METHOD_NOT_ALLOWED, "events are sent with POST"));
    }

    private static void tellTime(RoutingContext routing) {
        routing.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .end(new JsonObject().put("time", System.currentTimeMillis()).toBuffer());
    }
}
