package io.engage.metrics;

import io.engage.metrics.engine.MetricStreams;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Up once every metric has its partitions and counts; says of each what it does. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {
    private final MetricsService service;

    Readiness(MetricsService service) {
        this.service = service;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("metrics");
        boolean up = true;
        for (MetricStreams streams : service.streams()) {
            answer.withData(streams.metric(), streams.state());
            up &= streams.isRunning();
        }
        return answer.status(up).build();
    }
}
