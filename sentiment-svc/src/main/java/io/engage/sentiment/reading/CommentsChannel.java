package io.engage.sentiment.reading;

import io.engage.history.HistoryFiller;
import io.engage.sentiment.SentimentConfig;
import io.engage.sentiment.scoring.CachingScorer;
import io.engage.sentiment.scoring.ChatScorer;
import io.engage.sentiment.scoring.CoreNlpScorer;
import io.engage.sentiment.scoring.Scorer;
import io.engage.sentiment.serving.RedisWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The channel of comments: batches in, partitions as the group gives and takes them, and the life of all that works on them. */
@ApplicationScoped
@Identifier(CommentsChannel.NAME)
public class CommentsChannel implements KafkaConsumerRebalanceListener {
    static final String NAME = "comments";

    private static final Logger LOG = Logger.getLogger(CommentsChannel.class);
    private static final int ATTEMPTS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long SILENT_MILLIS = 15_000;

    private final SentimentConfig config;
    private final KafkaClientService clients;
    private final Clock clock = Clock.systemUTC();
    private final Admin admin;
    private final Map<String, Object> producing;
    private Producer<byte[], byte[]> producer;
    private final RedisWriter redis;
    private final HistoryFiller history;
    private final CommentLog log;

    private SecondClock seconds;
    private volatile boolean topicMade;

    CommentsChannel(
            SentimentConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            KafkaClientService clients,
            Redis redis,
            MeterRegistry meters) {
        this.config = config;
        this.clients = clients;
        admin = Admin.create(new HashMap<>(kafka));
        producing = new HashMap<>(kafka);
        producing.put("acks", "all");
        producing.put("enable.idempotence", "true");
        producing.put("linger.ms", "20");
        producing.put("compression.type", "lz4");
        producing.put("buffer.memory", "8388608");
        producing.put("max.block.ms", "5000");
        // A stop waits no longer for what is on its way.
        producing.put("delivery.timeout.ms", "20000");
        producing.put("request.timeout.ms", "10000");
        history = new HistoryFiller(kafka, redis, Set.of(Points.METRIC), clock);
        this.redis = new RedisWriter(redis, history, clock);
        Scorer scorer = switch (config.scorer()) {
            case CHAT -> new ChatScorer();
            case CORENLP -> new CoreNlpScorer();
        };
        log = new CommentLog(
                new Totals(kafka, this::producer),
                this::producer,
                this.redis,
                new CachingScorer(scorer, config.scoresRemembered()),
                meters,
                clock);
    }

    void start(@Observes StartupEvent event) {
        seconds = new SecondClock(admin, log, this::commit, config.clockMargin(), clock);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        seconds.close();
        log.revoked(log.partitions());
        redis.close();
        history.close();
        closeProducer();
        admin.close(Duration.ofSeconds(1));
    }

    /**
     * Begun at its first use, when Kafka has let this service read. Of one whose login is refused while it begins, as before its user is
     * made, Kafka's client loses the request for a producer's id, and nothing is ever sent.
     */
    private synchronized Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private synchronized void closeProducer() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }

    /** Whether Kafka answers. */
    public boolean isReady() {
        return seconds != null && clock.millis() - seconds.answered() < SILENT_MILLIS;
    }

    /** How many partitions are this instance's. */
    public int partitions() {
        return log.partitions().size();
    }

    /** Whether Redis could be written at the last attempt. */
    public boolean isRedisThere() {
        return !redis.isAway();
    }

    @Incoming(NAME)
    @Blocking
    void take(ConsumerRecords<byte[], byte[]> records) {
        log.take(records);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (int attempt = 1; ; attempt++) {
            try {
                makeTopic();
                log.assigned(consumer, partitions);
                return;
            } catch (KafkaException | ExecutionException | TimeoutException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(
                            "The totals of " + partitions + " cannot be read; see that Kafka is well", e);
                }
                LOG.warnf("The totals of %s cannot be read yet (%s); trying again", partitions, e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void makeTopic() throws InterruptedException, ExecutionException, TimeoutException {
        if (!topicMade) {
            Totals.createTopic(admin, config.replicationFactor());
            topicMade = true;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        log.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        log.lost(partitions);
    }

    /** Without waiting: the polling thread may be waiting for the log. */
    private void commit() {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(NAME);
        if (consumer != null && !log.partitions().isEmpty()) {
            consumer.commitAsync(log.positions())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("The group's offsets were not committed: %s", failure));
        }
    }
}
