package io.engage.portal.page;

import io.engage.portal.store.StoreAway;
import io.engage.portal.videos.Lists;
import io.engage.portal.videos.Selection;
import io.engage.portal.videos.VideoQuery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The pages that people open. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class PageResource {
    private final Lists lists;

    PageResource(Lists lists) {
        this.lists = lists;
    }

    @GET
    public Response home() {
        try {
            VideoQuery query = VideoQuery.DEFAULT;
            Selection live = lists.world(query.status(), Lists.SHARED_MS).select(query);
            return Page.response(
                    200, new HomePage(live.videos().stream().map(VideoRow::of).toList(), live.total(), false));
        } catch (StoreAway e) {
            return Page.response(503, new HomePage(List.of(), 0, true));
        }
    }
}
