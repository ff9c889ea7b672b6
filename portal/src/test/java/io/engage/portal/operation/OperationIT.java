package io.engage.portal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.EventStream;
import io.engage.portal.PortalIT;
import io.engage.portal.RawHttp;
import io.engage.portal.videos.Field;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Promise: the portal tells whoever uses and runs it what they need to know. */
@QuarkusTest
class OperationIT extends PortalIT {
    @Test
    void theContractNamesEveryAddressAndDescribesEveryFigure() throws Exception {
        // When
        JsonNode contract =
                new ObjectMapper().readTree(get("/q/openapi?format=json").bytes());
        // Then
        for (String path : new String[] {
            "/api/videos",
            "/api/videos/{id}",
            "/api/videos/{id}/history",
            "/api/videos/{id}/comments",
            "/api/videos/{id}/moments",
            "/api/videos/{id}/stream",
            "/api/stream"
        }) {
            assertTrue(contract.get("paths").has(path), path);
        }
        JsonNode figures = contract.at("/components/schemas/Video/properties");
        for (Field field : Field.values()) {
            JsonNode figure = figures.get(field.fieldName());
            assertTrue(figure != null && figure.has("type"), field.fieldName());
            assertTrue(figure.has("description") || field == Field.STATUS, field.fieldName());
            String type = figure.get("type").toString();
            assertTrue(
                    switch (field.kind()) {
                        case INTEGER -> type.contains("integer");
                        case DECIMAL -> type.contains("number");
                        case TEXT -> type.contains("string");
                        case JSON -> type.contains("array");
                    },
                    field + " " + type);
        }
    }

    @Test
    void theMetricsNameNoVideo() {
        // Given
        get("/api/videos/secret-id");
        get("/api/videos/secret-id/history");
        try (EventStream stream = EventStream.open(port, "/api/videos/secret-id/stream")) {
            stream.next();
        }
        for (String uri : List.of("{address}/stream", "{id}", "{id}/history")) {
            await("/q/metrics", answer -> answer.body().contains("uri=\"/api/videos/" + uri + "\""));
        }
        // When
        String metrics = get("/q/metrics").body();
        // Then
        assertFalse(metrics.contains("secret"), metrics);
        assertFalse(metrics.contains("c2VjcmV0LWlk"), metrics);
    }

    /** Promise: how the portal is, it tells operators alone; through a load balancer only the contract is to be had, however the address is written. */
    @Test
    void whoComesThroughAProxyLearnsOnlyTheContract() {
        for (String way : new String[] {
            "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", "Forwarded: for=x", "Via: 1.1 x"
        }) {
            for (String path : new String[] {
                "/q/metrics",
                "/q/./metrics",
                "/q//metrics",
                "/%71/metrics",
                "/q/%6Detrics",
                "/embed/../q/metrics",
                "/api/../q/metrics",
                "/q/openapi/../metrics",
                "/q/metrics/",
                "/q/health",
                "/q/health/ready",
                "/q/info",
                "/q"
            }) {
                // When
                RawHttp.Answer answer = get(path, way);
                // Then
                assertEquals(404, answer.status(), () -> path + " with " + way);
                assertFalse(
                        answer.body().contains("jvm_") || answer.body().contains("UP"), () -> path + " with " + way);
            }
            assertEquals(200, get("/q/openapi", way).status());
            assertEquals(200, get("/api/videos", way).status());
        }
        // Then: those who come directly see it
        assertEquals(200, get("/q/metrics").status());
    }

    @Test
    void nothingIsTracedUnlessSomebodySaysWhereTo() {
        assertEquals("true", ConfigProvider.getConfig().getValue("quarkus.otel.sdk.disabled", String.class));
    }
}
