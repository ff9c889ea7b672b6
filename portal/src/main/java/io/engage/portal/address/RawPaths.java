package io.engage.portal.address;

import io.engage.portal.videos.BadQuery;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Takes the video's id out of the path exactly as the client sent it, before the server resolves dots and decodes
 * slashes in it, and routes on with an id that none of that can change.
 */
@ApplicationScoped
class RawPaths {
    /** After the server's own preparations and before every route. */
    private static final int FIRST = -1000;

    private static final String DONE = RawPaths.class.getName();

    /** What stands before an id in all addresses. */
    private static final List<String> BEFORE_ID = List.of("/api/videos/");

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::route);
    }

    private void route(RoutingContext context) {
        String path = context.request().path();
        for (String before : BEFORE_ID) {
            if (path.startsWith(before) && context.get(DONE) == null) {
                context.put(DONE, true);
                reroute(context, before, path.substring(before.length()));
                return;
            }
        }
        context.next();
    }

    private static void reroute(RoutingContext context, String before, String path) {
        int slash = path.indexOf('/');
        String query = context.request().query();
        String id;
        try {
            id = VideoAddress.id(slash < 0 ? path : path.substring(0, slash));
        } catch (BadQuery e) {
            Reason.send(context.response(), 400, e.getMessage());
            return;
        }
        context.reroute(before
                + VideoAddress.safe(id)
                + (slash < 0 ? "" : path.substring(slash))
                + (query == null ? "" : "?" + query));
    }
}
