package io.engage.service;

import io.quarkus.runtime.ImageMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code GET /q/info}: which build answers, and on what it runs. */
@Singleton
class Info {
    private final Buffer answer;

    Info(
            @ConfigProperty(name = "quarkus.application.name") String name,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.answer = new JsonObject()
                .put("name", name)
                .put("version", version)
                .put("java", Runtime.version().toString())
                .put("native", ImageMode.current() == ImageMode.NATIVE_RUN)
                .toBuffer();
    }

    void open(@Observes Router router) {
        router.get("/q/info")
                .handler(routing -> routing.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(answer));
    }
}
