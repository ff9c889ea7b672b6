package io.engage.archive.kafka;

import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the bucket does not take the files of some partition, and says which and why. Starting again would not help. */
@Readiness
public class ArchiveReady implements HealthCheck {
    @Inject
    Archiver archiver;

    @Override
    public HealthCheckResponse call() {
        Map<String, String> troubles = archiver.troubles();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("archive").status(troubles.isEmpty());
        troubles.forEach(response::withData);
        return response.withData("partitions", archiver.assigned().all().size()).build();
    }
}
