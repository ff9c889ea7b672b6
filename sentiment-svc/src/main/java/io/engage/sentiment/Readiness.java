package io.engage.sentiment;

import io.engage.sentiment.reading.CommentsChannel;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Up while Kafka answers; comments are counted also while Redis does not. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
class Readiness implements HealthCheck {
    private final CommentsChannel comments;

    Readiness(@io.smallrye.common.annotation.Identifier("comments") CommentsChannel comments) {
        this.comments = comments;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("comments")
                .withData("partitions", comments.partitions())
                .withData("redis", comments.isRedisThere() ? "there" : "away")
                .status(comments.isReady())
                .build();
    }
}
