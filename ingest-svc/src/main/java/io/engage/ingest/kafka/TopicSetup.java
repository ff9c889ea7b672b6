package io.engage.ingest.kafka;

import io.engage.events.Topics;
import io.engage.ingest.IngestConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Sees to it that the topics are there. Those that are missing are created; those that exist are left as they are, and only checked for the
 * one thing the figures rest on: records carry the time of their arrival.
 */
final class TopicSetup {
    private static final String ARRIVAL = "LogAppendTime";

    private final IngestConfig.Topics config;

    TopicSetup(IngestConfig.Topics config) {
        this.config = config;
    }

    /**
     * Creates what is missing and checks all.
     *
     * @return what an operator has to put right, or nothing
     * @throws ExecutionException when Kafka refuses
     * @throws TimeoutException when Kafka does not answer in time
     */
    Optional<String> ensure(Admin admin, Duration within)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> present = admin.listTopics().names().get(within.toMillis(), TimeUnit.MILLISECONDS);
        List<NewTopic> missing = Topics.ALL.stream()
                .filter(topic -> !present.contains(topic))
                .map(this::topic)
                .toList();
        if (!missing.isEmpty()) {
            create(admin, missing, within);
        }
        awaitLeaders(admin, within);
        return wrong(admin, within);
    }

    private static void create(Admin admin, List<NewTopic> missing, Duration within)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(missing).all().get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // Another instance was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Waits until every partition's leader answers. A new one takes a moment to know that it leads, and of an idempotent producer's
     * first batches a later one could get in before an earlier one, which is then refused until it expires.
     */
    private static void awaitLeaders(Admin admin, Duration within)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = admin
                .describeTopics(Topics.ALL)
                .allTopicNames()
                .get(within.toMillis(), TimeUnit.MILLISECONDS)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Optional<String> wrong(Admin admin, Duration within)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<ConfigResource> resources = Topics.ALL.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources).all().get(within.toMillis(), TimeUnit.MILLISECONDS);
        String wrong = configs.entrySet().stream()
                .filter(entry -> !ARRIVAL.equals(entry.getValue()
                        .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                        .value()))
                .map(entry -> entry.getKey().name())
                .sorted()
                .collect(Collectors.joining(", "));
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "these topics do not stamp records with the time of their arrival, so all figures will be wrong: "
                                + wrong + "; set their message.timestamp.type to " + ARRIVAL);
    }

    private NewTopic topic(String name) {
        Duration retention = name.equals(Topics.POINTS) ? config.pointsRetention() : config.retention();
        return new NewTopic(name, Optional.of(config.partitions()), config.replicationFactor())
                .configs(Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        ARRIVAL,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(retention.toMillis())));
    }
}
