package io.engage.bench.counters;

import io.engage.events.Topics;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import redis.clients.jedis.Jedis;

/** Takes away what an earlier contestant left: its groups with their offsets, its own topics, the points it wrote, all of Redis. */
final class FreshStart {
    private static final long GONE_WITHIN_MS = 30_000;
    private static final long LOOK_AGAIN_MS = 100;

    private FreshStart() {}

    static void of(String kafka, String redis) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            for (GroupListing group : admin.listGroups().all().get()) {
                forget(admin, group.groupId());
            }
            Set<String> others = others(admin);
            admin.deleteTopics(others).all().get();
            long end = System.currentTimeMillis() + GONE_WITHIN_MS;
            while (!others(admin).isEmpty()) {
                if (System.currentTimeMillis() > end) {
                    throw new IllegalStateException("Kafka does not delete " + others);
                }
                Thread.sleep(LOOK_AGAIN_MS);
            }
            empty(admin, Topics.POINTS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka cannot be cleaned up", e.getCause());
        }
        try (Jedis jedis = new Jedis(URI.create(redis), (int) GONE_WITHIN_MS)) {
            jedis.flushAll();
        }
    }

    private static void forget(Admin admin, String group) throws InterruptedException, ExecutionException {
        try {
            // Members of Kafka Streams do not take their leave.
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // That is how the client says that there are none.
            boolean isEmpty = e.getCause() instanceof IllegalArgumentException
                    || e.getCause() instanceof UnknownMemberIdException
                    || e.getCause().getCause() instanceof UnknownMemberIdException;
            if (!isEmpty) {
                throw e;
            }
        }
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
    }

    private static Set<String> others(Admin admin) throws InterruptedException, ExecutionException {
        Collection<String> all = admin.listTopics().names().get();
        return all.stream().filter(topic -> !Topics.ALL.contains(topic)).collect(Collectors.toSet());
    }

    private static void empty(Admin admin, String topic) throws InterruptedException, ExecutionException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        Map<TopicPartition, RecordsToDelete> all = admin
                .listOffsets(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        end -> RecordsToDelete.beforeOffset(end.getValue().offset())));
        admin.deleteRecords(all).all().get();
    }
}
