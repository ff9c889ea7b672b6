package io.engage.portal.address;

import io.engage.portal.videos.FieldKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A refusal as the API says it: {@code {"reason": "…"}}. */
public final class Reason {
    /** Seconds after which to ask again when Redis is away. */
    private static final String RETRY_AFTER = "2";

    private Reason() {}

    private static String json(String reason) {
        return "{\"reason\":" + FieldKind.quoted(reason) + "}";
    }

    /** A refusal as the answer of a resource. */
    public static Response response(int status, String reason) {
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .entity(json(reason));
        return (status == 503 ? response.header("Retry-After", RETRY_AFTER) : response).build();
    }

    /** Sends a refusal where no resource is involved. */
    public static void send(HttpServerResponse response, int status, String reason) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (status == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        response.end(json(reason));
    }
}
