package io.engage.ingest.kafka;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: Kafka answers, all topics are there, and they stamp records with the time of their arrival. */
@Readiness
public class KafkaReady implements HealthCheck {
    private final KafkaLink kafka;

    KafkaReady(KafkaLink kafka) {
        this.kafka = kafka;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = kafka.trouble();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("kafka").status(trouble.isEmpty());
        trouble.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
