package io.engage.ingest.player;

import io.engage.ingest.IngestConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code GET /engage.js} for every player's page, and with the local keys {@code GET /demo}, a page that uses it. */
@Singleton
class PlayerFiles {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** A page may go on with the script it has for so long, and asks then whether there is a newer one. */
    private static final String FOR_MINUTES = "public, max-age=300";

    private final IngestConfig config;

    PlayerFiles(IngestConfig config) {
        this.config = config;
    }

    void open(@Observes Router router) {
        serve(router, "/engage.js", "engage.js", "text/javascript", FOR_MINUTES);
        if (config.localKeys()) {
            serve(router, "/demo", "demo.html", "text/html", "no-cache");
            serve(router, "/demo.js", "demo.js", "text/javascript", "no-cache");
            serve(router, "/demo.css", "demo.css", "text/css", "no-cache");
        }
    }

    private static void serve(Router router, String path, String file, String type, String caching) {
        Buffer content = Buffer.buffer(read(file));
        String tag = '"' + digest(content.getBytes()) + '"';
        router.route(HttpMethod.GET, path).handler(routing -> answer(routing, content, type, caching, tag));
    }

    private static void answer(RoutingContext routing, Buffer content, String type, String caching, String tag) {
        HttpServerResponse response = routing.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                // The script is loaded by pages of other origins, also by those that isolate themselves.
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (tag.equals(routing.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8").end(content);
    }

    private static byte[] read(String file) {
        try (InputStream in = PlayerFiles.class.getResourceAsStream("/player/" + file)) {
            if (in == null) {
                throw new IllegalStateException("The build left out player/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
