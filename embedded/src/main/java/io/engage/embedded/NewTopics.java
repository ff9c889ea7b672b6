package io.engage.embedded;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;

/** Topics of a broker that was just started. */
public final class NewTopics {
    private static final long SECONDS = 60;

    private NewTopics() {}

    /**
     * Creates topics that stamp records with the time of their arrival, as ingest-svc does, and returns once every partition's leader
     * answers. A leader takes a moment to know that it leads; of an idempotent producer's first batches a later one could get in
     * before an earlier one, which is then refused until it expires.
     *
     * @throws IllegalStateException when Kafka refuses, or does not answer within a minute
     */
    public static void create(String bootstrapServers, Collection<String> names, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            make(
                    admin,
                    names.stream()
                            .map(name -> new NewTopic(name, partitions, (short) 1)
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                            .toList());
            admin.listOffsets(names.stream()
                            .flatMap(name -> IntStream.range(0, partitions)
                                    .mapToObj(partition -> new TopicPartition(name, partition)))
                            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not make the topics", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka does not answer within " + SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void make(Admin admin, List<NewTopic> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            try {
                admin.createTopics(topics).all().get(SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                // A broker that paused for longer than its session is let in again with its next heartbeat.
                if (!(e.getCause() instanceof InvalidReplicationFactorException) || System.nanoTime() - end > 0) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
