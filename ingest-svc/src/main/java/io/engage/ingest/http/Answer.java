package io.engage.ingest.http;

import io.engage.ingest.body.Rejected;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a sender is answered.
 *
 * @param status the status of HTTP
 * @param body JSON
 * @param retryAfter after how many seconds it may come again, or 0
 */
record Answer(HttpResponseStatus status, Buffer body, long retryAfter) {
    /** The header that tells the server's clock in epoch ms, so that a script can correct its own. */
    static final CharSequence TIME = HttpHeaders.createOptimized("X-Engage-Time");

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    /** What became of events: 202, or 400 when none was accepted. */
    static Answer of(int accepted, List<Rejected> rejected) {
        StringBuilder json = new StringBuilder(32 + 100 * rejected.size());
        json.append("{\"accepted\":").append(accepted).append(",\"rejected\":[");
        String separator = "";
        for (Rejected one : rejected) {
            json.append(separator)
                    .append("{\"index\":")
                    .append(one.index())
                    .append(",\"reason\":")
                    .append(Json.encode(one.reason()))
                    .append('}');
            separator = ",";
        }
        return new Answer(
                accepted == 0 ? HttpResponseStatus.BAD_REQUEST : HttpResponseStatus.ACCEPTED,
                Buffer.buffer(json.append("]}").toString()),
                0);
    }

    /** A request of which nothing was taken, as a whole. */
    static Answer refused(HttpResponseStatus status, String reason) {
        return new Answer(status, refusal(reason), 0);
    }

    /** A request of which nothing is promised, and that may come again as it is. */
    static Answer later(HttpResponseStatus status, String reason, long seconds) {
        return new Answer(status, refusal(reason), seconds);
    }

    private static Buffer refusal(String reason) {
        return new JsonObject()
                .put("accepted", 0)
                .put("rejected", new JsonArray())
                .put("reason", reason)
                .toBuffer();
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(TIME, Long.toString(System.currentTimeMillis()));
        if (retryAfter > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
        }
        response.end(body);
    }
}
