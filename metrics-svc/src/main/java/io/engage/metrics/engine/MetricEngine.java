package io.engage.metrics.engine;

import io.engage.figures.log.Video;
import io.engage.metrics.serving.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** What the metrics of this instance share: the connection to Kafka, the proof that nothing waits, and the way to Redis. */
public final class MetricEngine {
    private final Map<String, Object> kafka;
    private final Settings settings;
    private final Outbox outbox;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Admin admin;
    private final PolledLogEnd logEnd;

    /**
     * How metrics are run.
     *
     * @param instanceId a name that stays over restarts and is this instance's alone
     * @param threads per metric
     * @param standbyReplicas copies of the state on other instances
     * @param replicationFactor of the changelog; -1 is the brokers' default
     * @param stateDir a folder for lock files
     * @param clockMargin see {@link PolledLogEnd}
     */
    public record Settings(
            Optional<String> instanceId,
            int threads,
            int standbyReplicas,
            int replicationFactor,
            String stateDir,
            Duration clockMargin) {
        public Settings {
            if (threads < 1 || standbyReplicas < 0) {
                throw new IllegalArgumentException(
                        "A metric needs at least one thread and no negative number of standbys");
            }
        }
    }

    /** @param kafka the settings of all Kafka clients, such as {@code bootstrap.servers} */
    public MetricEngine(
            Map<String, Object> kafka, Settings settings, Outbox outbox, MeterRegistry meters, Clock clock) {
        this.kafka = Map.copyOf(kafka);
        this.settings = settings;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
        this.admin = Admin.create(new HashMap<>(kafka));
        this.logEnd = new PolledLogEnd(admin, settings.clockMargin(), clock);
    }

    /** Starts a metric in the background, as soon as its topics are there. */
    public <V extends Video> MetricStreams start(Metric<V> metric) {
        MetricMeter meter = new MetricMeter(meters, metric.name(), clock);
        return new MetricStreams(
                metric.name(),
                metric.topic(),
                () -> MetricTopology.of(metric, logEnd, outbox, meter),
                StreamsSettings.of(kafka, settings, metric.name()),
                settings.instanceId(),
                admin);
    }

    /** To be called when all metrics are closed. */
    public void close() throws InterruptedException {
        logEnd.close();
        admin.close(Duration.ofSeconds(2));
    }
}
