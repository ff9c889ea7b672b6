package io.engage.metrics.engine;

import io.engage.events.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/** One metric at work on Kafka Streams. Kafka and its topics may come later than this service, and go and come back. */
public final class MetricStreams implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MetricStreams.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(500);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    private final String metric;
    private final Set<String> topics;
    private final Supplier<Topology> topology;
    private final Properties settings;
    private final KafkaClientSupplier clients;
    private final Admin admin;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;

    private volatile KafkaStreams streams;

    MetricStreams(
            String metric,
            String topic,
            Supplier<Topology> topology,
            Properties settings,
            Optional<String> instanceId,
            Admin admin) {
        this.metric = metric;
        this.topics = Set.of(topic, Topics.POINTS);
        this.topology = topology;
        this.settings = settings;
        this.clients = new MetricClients(instanceId.map(id -> "engage-" + metric + "-" + id));
        this.admin = admin;
        this.supervisor =
                Thread.ofPlatform().name("supervisor-" + metric).daemon().start(this::supervise);
    }

    /** The name of the metric. */
    public String metric() {
        return metric;
    }

    /** Whether it has its partitions and counts. */
    public boolean isRunning() {
        KafkaStreams now = streams;
        return now != null && now.state() == KafkaStreams.State.RUNNING;
    }

    /** What it does, for people. */
    public String state() {
        KafkaStreams now = streams;
        return now == null ? "waiting for the topics " + topics : now.state().toString();
    }

    /** Starts Kafka Streams when the topics are there, and anew whenever it gave up. */
    private void supervise() {
        try {
            while (closing.getCount() > 0) {
                if (streams != null && streams.state().hasCompletedShutdown()) {
                    LOG.warnf("The metric %s stopped; starting it anew", metric);
                    streams.close(Duration.ZERO);
                    streams = null;
                }
                if (streams == null && topicsExist()) {
                    streams = start();
                }
                closing.await(TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaStreams start() {
        KafkaStreams made = new KafkaStreams(topology.get(), settings, clients);
        made.setUncaughtExceptionHandler(failure -> {
            LOG.errorf(failure, "A thread of the metric %s failed and is replaced", metric);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        made.start();
        return made;
    }

    private boolean topicsExist() throws InterruptedException {
        try {
            return admin.listTopics()
                    .names()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .containsAll(topics);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "Kafka did not name its topics");
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            supervisor.join(ANSWER_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (streams != null && !streams.close(CLOSE_WITHIN)) {
            LOG.warnf(
                    "The metric %s did not end within %s; what it counted since its last commit is counted again",
                    metric, CLOSE_WITHIN);
        }
    }
}
