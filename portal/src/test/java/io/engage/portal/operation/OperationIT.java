package io.engage.portal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engage.portal.EventStream;
import io.engage.portal.PortalIT;
import io.engage.portal.videos.Field;
import io.quarkus.test.junit.QuarkusTest;
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
        await("/q/metrics", answer -> answer.body().contains("uri=\"/api/videos/{address}/stream\""));
        // When
        String metrics = get("/q/metrics").body();
        // Then
        assertTrue(metrics.contains("uri=\"/api/videos/{id}\""), metrics);
        assertTrue(metrics.contains("uri=\"/api/videos/{id}/history\""), metrics);
        assertFalse(metrics.contains("secret"), metrics);
        assertFalse(metrics.contains("c2VjcmV0LWlk"), metrics);
    }

    @Test
    void nothingIsTracedUnlessSomebodySaysWhereTo() {
        assertEquals("true", ConfigProvider.getConfig().getValue("quarkus.otel.sdk.disabled", String.class));
    }
}
