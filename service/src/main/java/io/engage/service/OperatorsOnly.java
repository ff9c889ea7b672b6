package io.engage.service;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps {@code /q/health}, {@code /q/metrics}, {@code /q/info} and whatever else is below {@code /q/} for those who reach the service directly: a request that
 * a proxy or a load balancer passed on gets 404, unless it asks for {@code /q/openapi}. It judges the address as the routes themselves see it, so that no other way to
 * write it, such as {@code /q/./metrics} or {@code /q/%6Detrics}, leads past it, as it may lead past a rule of the proxy.
 */
@Singleton
class OperatorsOnly {
    /** What a proxy adds to a request: RFC 7239, RFC 9110 (7.6.3), and what is usual since before them. */
    private static final List<String> FORWARDED =
            List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via");

    private static final String FOR_ALL = "/q/openapi";

    void close(@Observes Router router) {
        // Before the routes of Quarkus.
        router.route("/q/*").order(Integer.MIN_VALUE).handler(OperatorsOnly::judge);
    }

    private static void judge(RoutingContext routing) {
        if (!routing.normalizedPath().startsWith(FOR_ALL)
                && FORWARDED.stream().anyMatch(routing.request().headers()::contains)) {
            routing.response().setStatusCode(404).end();
        } else {
            routing.next();
        }
    }
}
