package io.engage.portal.operation;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Switches traces on when somebody says where they go, and leaves OpenTelemetry off otherwise. */
public final class TracesWhenAsked implements ConfigSourceFactory {
    private static final String QUARKUS_ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final List<String> ENDPOINTS =
            List.of(QUARKUS_ENDPOINT, "quarkus.otel.exporter.otlp.traces.endpoint", "otel.exporter.otlp.endpoint");

    /** Below everything that people set, above the defaults. */
    private static final int ORDINAL = 10;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        for (String name : ENDPOINTS) {
            ConfigValue endpoint = context.getValue(name);
            if (endpoint != null && endpoint.getValue() != null && endpoint.getSourceOrdinal() > ORDINAL) {
                return List.of(new PropertiesConfigSource(
                        Map.of("quarkus.otel.sdk.disabled", "false", QUARKUS_ENDPOINT, endpoint.getValue()),
                        "traces",
                        ORDINAL));
            }
        }
        return List.of(new PropertiesConfigSource(Map.of("quarkus.otel.sdk.disabled", "true"), "traces", ORDINAL));
    }
}
