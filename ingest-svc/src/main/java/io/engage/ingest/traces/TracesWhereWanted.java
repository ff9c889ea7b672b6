package io.engage.ingest.traces;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Traces are off unless somebody set an endpoint for them: {@code quarkus.otel.exporter.otlp.endpoint}. */
public final class TracesWhereWanted implements ConfigSourceFactory {
    private static final List<String> ENDPOINTS =
            List.of("quarkus.otel.exporter.otlp.endpoint", "quarkus.otel.exporter.otlp.traces.endpoint");
    /** Above the defaults, below everything that a person sets. */
    private static final int PRIORITY = 1;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean wanted = ENDPOINTS.stream().anyMatch(name -> isSet(context.getValue(name)));
        return List.of(new PropertiesConfigSource(
                Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!wanted)), "traces where wanted", PRIORITY));
    }

    private static boolean isSet(ConfigValue endpoint) {
        // A default has an ordinal below zero.
        return endpoint != null && endpoint.getValue() != null && endpoint.getConfigSourceOrdinal() > 0;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(PRIORITY);
    }
}
