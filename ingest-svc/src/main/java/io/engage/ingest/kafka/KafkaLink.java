package io.engage.ingest.kafka;

import io.engage.ingest.IngestConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The link to Kafka. It comes up by itself once Kafka does, however long that takes, and from then on Kafka's clients find their way back
 * whenever it was away.
 */
@Singleton
public class KafkaLink {
    private static final Logger LOG = Logger.getLogger(KafkaLink.class);
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration CHECK_WITHIN = Duration.ofSeconds(3);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Map<String, Object> adminSettings;
    private final Map<String, Object> producerSettings;
    private final TopicSetup topics;

    private Thread opener;
    private String said;
    private volatile Admin admin;
    private volatile EventLog log;
    private volatile boolean open;

    KafkaLink(@Identifier("default-kafka-broker") Map<String, Object> configured, IngestConfig config) {
        topics = new TopicSetup(config.topics());
        adminSettings = KafkaSettings.admin(configured);
        producerSettings = KafkaSettings.producer(configured, config.answerTimeout());
    }

    /** Where events go, or nothing as long as Kafka has not been reached since the start. */
    public Optional<EventLog> log() {
        return open ? Optional.of(log) : Optional.empty();
    }

    /** What is wrong with Kafka right now, or nothing. Takes at most some seconds; creates topics that got lost. */
    public Optional<String> trouble() {
        if (!open) {
            return Optional.of("Kafka has not been reached since the start");
        }
        try {
            return topics.ensure(admin, CHECK_WITHIN);
        } catch (ExecutionException e) {
            return Optional.of("Kafka refuses: " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            return Optional.of("Kafka does not answer within " + CHECK_WITHIN.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("shutting down");
        }
    }

    void start(@Observes StartupEvent started) {
        opener = Thread.ofVirtual().name("kafka-link").start(this::openWhenPossible);
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        open = false;
        if (opener != null) {
            opener.interrupt();
            opener.join();
        }
        if (log != null) {
            log.close(CLOSE_WITHIN);
        }
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private void openWhenPossible() {
        long pause = SHORTEST_PAUSE_MS;
        try {
            while (!open()) {
                Thread.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
            }
            LOG.info("Kafka is reached, the topics are there");
        } catch (InterruptedException e) {
            LOG.debug("Stopped before Kafka was reached");
        }
    }

    private boolean open() throws InterruptedException {
        try {
            if (admin == null) {
                admin = Admin.create(adminSettings);
            }
            if (log == null) {
                log = new EventLog(producerSettings);
            }
            topics.ensure(admin, OPEN_WITHIN).ifPresent(LOG::error);
            open = isKnown();
        } catch (ExecutionException e) {
            waitingFor("Kafka is not ready: " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            waitingFor("Kafka does not answer");
        } catch (KafkaException e) {
            waitingFor("Kafka cannot be reached: " + cause(e).getMessage());
        }
        return open;
    }

    /** Waits, but not for ever, until the producer knows where to send: from then on sending never has to ask first. */
    private boolean isKnown() throws InterruptedException {
        long end = System.nanoTime() + OPEN_WITHIN.toNanos();
        while (!log.isReachable()) {
            if (System.nanoTime() > end) {
                waitingFor("Kafka does not tell where its topics are");
                return false;
            }
            Thread.sleep(SHORTEST_PAUSE_MS);
        }
        return true;
    }

    /** Says why it is not open yet, once. */
    private void waitingFor(String reason) {
        if (!reason.equals(said)) {
            said = reason;
            LOG.warnf("%s, trying on", reason);
        }
    }

    private static Throwable cause(KafkaException e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
