package io.engage.portal.stream;

import io.engage.portal.address.AcceptedEncoding;
import io.engage.portal.address.Reason;
import io.engage.portal.address.VideoAddress;
import io.engage.portal.videos.BadQuery;
import io.engage.portal.videos.VideoQuery;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the streams of server-sent events. They are written straight to the connections, so that an event is encoded once
 * for all visitors and what a slow one has not taken can be bounded.
 */
@ApplicationScoped
class StreamRoutes {
    /** Behind the handlers that prepare every answer, before the resources. */
    private static final int ORDER = 100;

    private final ListStreams lists;
    private final VideoStreams videos;
    private final int most;
    private final AtomicInteger open;

    StreamRoutes(
            ListStreams lists,
            VideoStreams videos,
            MeterRegistry registry,
            @ConfigProperty(name = "engage.portal.max-streams", defaultValue = "5000") int most) {
        this.lists = lists;
        this.videos = videos;
        this.most = most;
        this.open = registry.gauge("engage.portal.streams", new AtomicInteger());
    }

    void register(@Observes Router router) {
        router.get("/api/stream").order(ORDER).handler(this::list);
        router.get("/api/videos/:address/stream").order(ORDER).handler(this::video);
    }

    private void list(RoutingContext context) {
        VideoQuery query;
        try {
            query = VideoQuery.parse(context.request().params()::get);
        } catch (BadQuery e) {
            Reason.send(context.response(), 400, e.getMessage());
            return;
        }
        open(context, visitor -> lists.join(query, visitor), visitor -> lists.leave(query, visitor));
    }

    private void video(RoutingContext context) {
        String id = VideoAddress.fromSafe(context.pathParam("address"));
        open(context, visitor -> videos.join(id, visitor), visitor -> videos.leave(id, visitor));
    }

    private void open(RoutingContext context, Consumer<Visitor> join, Consumer<Visitor> leave) {
        HttpServerResponse response = context.response();
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            Reason.send(response, 503, "Too many streams are open here; read /api/videos instead, or try again later");
            return;
        }
        boolean gzip = AcceptedEncoding.isGzip(context.request());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.CONTENT_ENCODING, gzip ? "gzip" : "identity")
                // Proxies of the nginx kind would otherwise hold events back.
                .putHeader("X-Accel-Buffering", "no");
        Visitor visitor =
                new Visitor(response, gzip, context.request().connection()::close, System.currentTimeMillis());
        AtomicBoolean left = new AtomicBoolean();
        Runnable end = () -> {
            if (left.compareAndSet(false, true)) {
                open.decrementAndGet();
                leave.accept(visitor);
            }
        };
        response.closeHandler(closed -> end.run());
        response.exceptionHandler(e -> end.run());
        join.accept(visitor);
        if (response.closed()) {
            end.run();
        }
    }
}
