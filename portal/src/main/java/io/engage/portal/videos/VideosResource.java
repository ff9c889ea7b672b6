package io.engage.portal.videos;

import io.engage.portal.address.AcceptedEncoding;
import io.engage.portal.address.Reason;
import io.engage.portal.address.VideoAddress;
import io.engage.portal.store.Store;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;

/** The list of videos, and one video. */
@Path("/api/videos")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class VideosResource {
    private final Lists lists;
    private final Store store;

    VideosResource(Lists lists, Store store) {
        this.lists = lists;
        this.store = store;
    }

    @GET
    public Response list(@Context UriInfo uri, @Context HttpServerRequest request) {
        VideoQuery query = VideoQuery.parse(uri.getQueryParameters()::getFirst);
        ListBody body = lists.world(query.status(), Lists.SHARED_MS).body(query);
        Response.ResponseBuilder response = Response.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return AcceptedEncoding.isGzip(request)
                ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                        .entity(body.gzip())
                        .build()
                : response.entity(body.plain()).build();
    }

    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String address) {
        String id = VideoAddress.fromSafe(address);
        Map<String, String> fields =
                Store.fields(store.ask(List.of(Store.video(id))).getFirst());
        return fields.isEmpty()
                ? Reason.response(404, "No video has the id " + id)
                : Response.ok(Video.of(id, fields).json(FieldChoice.ALL))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build();
    }
}
