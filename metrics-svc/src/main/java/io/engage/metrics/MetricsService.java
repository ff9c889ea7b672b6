package io.engage.metrics;

import io.engage.figures.log.Video;
import io.engage.figures.viewers.SessionRules;
import io.engage.history.HistoryFiller;
import io.engage.metrics.engine.Metric;
import io.engage.metrics.engine.MetricEngine;
import io.engage.metrics.engine.MetricStreams;
import io.engage.metrics.reactions.ReactionsMetric;
import io.engage.metrics.serving.RedisOutbox;
import io.engage.metrics.viewers.ViewersMetric;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Starts the metrics that this instance is to run, and ends them. */
@ApplicationScoped
public class MetricsService {
    private final MetricsConfig config;
    private final Map<String, Object> kafka;
    private final Redis redis;
    private final MeterRegistry meters;
    private final Clock clock = Clock.systemUTC();

    private final List<MetricStreams> streams = new ArrayList<>();
    private MetricEngine engine;
    private RedisOutbox outbox;
    private HistoryFiller historyFiller;

    MetricsService(
            MetricsConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Redis redis,
            MeterRegistry meters) {
        this.config = config;
        this.kafka = kafka;
        this.redis = redis;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        List<Metric<?>> metrics = config.metrics().stream()
                .distinct()
                .<Metric<?>>map(this::metric)
                .toList();
        historyFiller = new HistoryFiller(
                kafka, redis, metrics.stream().map(Metric::name).collect(Collectors.toSet()), clock);
        outbox = new RedisOutbox(redis, historyFiller);
        engine = new MetricEngine(kafka, settings(), outbox, meters, clock);
        metrics.forEach(metric -> streams.add(start(metric)));
    }

    private <V extends Video> MetricStreams start(Metric<V> metric) {
        return engine.start(metric);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        // Where Kafka is away each waits for it in vain: they wait together.
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            streams.forEach(each -> closing.execute(each::close));
        }
        engine.close();
        outbox.close();
        historyFiller.close();
    }

    /** The metrics at work. */
    List<MetricStreams> streams() {
        return List.copyOf(streams);
    }

    private Metric<?> metric(String name) {
        return switch (name) {
            case "viewers" -> new ViewersMetric(rules());
            case "reactions" -> new ReactionsMetric();
            default ->
                throw new IllegalArgumentException(
                        "engage.metrics names '" + name + "'; known are viewers and reactions");
        };
    }

    private SessionRules rules() {
        MetricsConfig.Sessions sessions = config.sessions();
        return new SessionRules(
                sessions.heartbeatSilence(),
                sessions.playSilence(),
                sessions.leaveWait(),
                sessions.videoSilence(),
                sessions.retention());
    }

    private MetricEngine.Settings settings() {
        return new MetricEngine.Settings(
                config.instanceId(),
                config.streamThreads(),
                config.standbyReplicas(),
                config.replicationFactor(),
                config.stateDir(),
                config.clockMargin());
    }
}
