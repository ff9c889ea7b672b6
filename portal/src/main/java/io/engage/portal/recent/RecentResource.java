package io.engage.portal.recent;

import io.engage.events.RedisKeys;
import io.engage.portal.address.Reason;
import io.engage.portal.address.VideoAddress;
import io.engage.portal.store.Store;
import io.engage.portal.videos.FieldKind;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.StringJoiner;

/** What happened lately around a video: its last comments, and the moments at which a figure jumped. Newest first. */
@Path("/api/videos/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RecentResource {
    private final Store store;

    RecentResource(Store store) {
        this.store = store;
    }

    @GET
    @Path("comments")
    public Response comments(@PathParam("id") String address) {
        String id = VideoAddress.fromSafe(address);
        return list(id, RedisKeys.comments(id));
    }

    @GET
    @Path("moments")
    public Response moments(@PathParam("id") String address) {
        String id = VideoAddress.fromSafe(address);
        return list(id, RedisKeys.moments(id));
    }

    private Response list(String id, String key) {
        List<io.vertx.redis.client.Response> answers = store.ask(List.of(
                Store.isKnown(id), Request.cmd(Command.LRANGE).arg(key).arg(0).arg(-1)));
        if (answers.getFirst().toInteger() == 0) {
            return Reason.response(404, "No video has the id " + id);
        }
        StringJoiner list = new StringJoiner(",", "[", "]");
        for (io.vertx.redis.client.Response element : answers.getLast()) {
            String json = FieldKind.JSON.json(element.toString());
            if (json != null && json.startsWith("{")) {
                list.add(json);
            } else {
                Log.warnf("An element of %s is no JSON object and is left out", key);
            }
        }
        return Response.ok(list.toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
