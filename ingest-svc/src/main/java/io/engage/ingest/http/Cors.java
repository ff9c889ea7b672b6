package io.engage.ingest.http;

import io.engage.ingest.keys.ApiKey;
import io.engage.ingest.keys.Keys;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Lets the pages of players' origins, and no others, send events and read the answers. */
final class Cors {
    private static final String REMEMBERED_SECONDS = "7200";

    private Cors() {}

    /** Answers the question that a browser asks before it sends: it carries no key yet, so any player's origin will do. */
    static void preflight(HttpServerRequest request, Keys keys) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin == null || !keys.anyIsForPagesOf(origin)) {
            response.setStatusCode(403).end();
            return;
        }
        response.setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Content-Encoding, X-API-Key")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED_SECONDS)
                .end();
    }

    /**
     * Lets the page that sent this request read the answer, where it may.
     *
     * @param key the key it came with, or null when it is none
     */
    static void allow(HttpServerRequest request, ApiKey key, Keys keys) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (key == null ? keys.anyIsForPagesOf(origin) : key.isForPagesOf(origin)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "X-Engage-Time, Retry-After");
        }
    }
}
