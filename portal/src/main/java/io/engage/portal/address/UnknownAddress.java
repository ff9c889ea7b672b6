package io.engage.portal.address;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers under {@code /api/} what nobody else answers. */
@ApplicationScoped
class UnknownAddress {
    private static final int LAST = 100_000;

    void register(@Observes Router router) {
        router.route("/api/*")
                .order(LAST)
                .handler(context -> Reason.send(
                        context.response(),
                        404,
                        "There is nothing at this address; /q/openapi lists what there is. A slash in an id is %2F"));
    }
}
