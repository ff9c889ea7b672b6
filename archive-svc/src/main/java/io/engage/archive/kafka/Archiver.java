package io.engage.archive.kafka;

import io.engage.archive.ArchiveConfig;
import io.engage.archive.bucket.Connection;
import io.engage.archive.bucket.S3Bucket;
import io.engage.archive.format.Source;
import io.engage.archive.write.Bucket;
import io.engage.archive.write.CutRules;
import io.engage.archive.write.Entry;
import io.engage.archive.write.PartitionWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Hands the batches of the channel to the writers of their partitions, all partitions of a batch at the same time. The next
 * batch is asked for when all records of this one are in files: so while the bucket is away, the consumer pauses its partitions,
 * and one file for each partition and a few batches are all that this process holds.
 */
@ApplicationScoped
@Default
@Identifier("archive")
public class Archiver implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(Archiver.class);
    private static final String CHANNEL = "archive";
    private static final Duration KAFKA_ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration LOOK_AT_THE_ENDS = Duration.ofSeconds(5);
    private static final Duration COMMIT_AGAIN = Duration.ofSeconds(2);

    private final InstantSource clock = InstantSource.system();
    private final Assigned assigned = new Assigned();
    private final Map<TopicPartition, Long> uncommitted = new ConcurrentHashMap<>();
    private final ExecutorService writing = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ticks").daemon().factory());

    private final ArchiveConfig config;
    private final KafkaClientService clients;
    private final Diary diary;
    private final Gauges gauges;
    private final S3Client s3;
    private final Bucket bucket;
    private final CutRules rules;
    private final Path folder;

    private volatile boolean ending;

    @Inject
    public Archiver(ArchiveConfig config, KafkaClientService clients, MeterRegistry meters) throws IOException {
        this.config = config;
        this.clients = clients;
        this.diary = new Diary(meters, clock, config.unreadyAfter());
        this.gauges = new Gauges(meters, clock);
        this.s3 = new Connection(config.endpoint(), config.region(), config.pathStyle(), config.uploadTimeout()).open();
        this.bucket = new S3Bucket(
                s3,
                new S3Bucket.Target(
                        config.bucket(),
                        config.prefix().orElse(""),
                        config.kmsKey(),
                        config.storageClass(),
                        config.createBucket()));
        this.rules = new CutRules(config.maxBytes().asLongValue(), config.maxAge());
        this.folder = Files.createDirectories(Path.of(config.bufferDir()));
        var _ = ticks.scheduleWithFixedDelay(
                this::uploadWhatIsDue, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        var _ = ticks.scheduleWithFixedDelay(
                this::commitAgain, COMMIT_AGAIN.toMillis(), COMMIT_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        var _ = ticks.scheduleWithFixedDelay(
                this::lookAtTheEnds, 0, LOOK_AT_THE_ENDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a batch; complete when all its records are in files. */
    @Incoming(CHANNEL)
    public CompletionStage<Void> take(ConsumerRecords<byte[], byte[]> batch) {
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (TopicPartition partition : batch.partitions()) {
            PartitionWriter writer = assigned.of(partition);
            if (writer != null) {
                List<ConsumerRecord<byte[], byte[]>> records = batch.records(partition);
                parts.add(CompletableFuture.runAsync(() -> take(writer, records), writing));
            }
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
    }

    private void take(PartitionWriter writer, List<ConsumerRecord<byte[], byte[]>> records) {
        orDie(() -> writer.take(() -> new Iterator<>() {
            private final Iterator<ConsumerRecord<byte[], byte[]>> each = records.iterator();

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Entry next() {
                ConsumerRecord<byte[], byte[]> record = each.next();
                return new Entry(record.offset(), record.timestamp(), record.value());
            }
        }));
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // The records of a partition without a writer would be read and left lying.
        orDie(() -> assign(consumer, partitions));
    }

    private void assign(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, KAFKA_ANSWERS_WITHIN);
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(new HashSet<>(partitions), KAFKA_ANSWERS_WITHIN);
        for (TopicPartition partition : partitions) {
            Source source = new Source(partition.topic(), partition.partition());
            long start = starts.get(partition);
            OffsetAndMetadata known = committed.get(partition);
            if (known != null && known.offset() < start) {
                diary.lost(source, known.offset(), start);
            }
            long position = known == null ? start : Math.max(start, known.offset());
            PartitionWriter writer = new PartitionWriter(
                    source,
                    position,
                    bucket,
                    rules,
                    folder,
                    clock,
                    any -> logStart(partition),
                    diary,
                    offset -> commit(partition, offset));
            leave(partition, assigned.put(partition, writer));
            gauges.show(writer);
        }
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> leave(partition, assigned.remove(partition)));
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        onPartitionsRevoked(consumer, partitions);
    }

    /** What it has collected is read again by whoever has the partition now. */
    private void leave(TopicPartition partition, PartitionWriter writer) {
        if (writer == null || ending) {
            return;
        }
        writer.abandon();
        gauges.hide(writer.source());
        diary.left(writer.source());
        writing.execute(() -> {
            orDie(writer::close);
            // Only now it has nothing more to say of itself.
            if (assigned.of(partition) == null) {
                diary.left(writer.source());
            }
        });
    }

    private long logStart(TopicPartition partition) {
        while (true) {
            try {
                return consumer()
                        .runOnPollingThread(consumer -> {
                            return consumer.beginningOffsets(List.of(partition), KAFKA_ANSWERS_WITHIN)
                                    .get(partition);
                        })
                        .await()
                        .atMost(KAFKA_ANSWERS_WITHIN.multipliedBy(2));
            } catch (KafkaException | io.smallrye.mutiny.TimeoutException e) {
                LOG.warnf("Kafka does not say where the log of %s begins; asking again: %s", partition, e.getMessage());
            }
        }
    }

    private void commit(TopicPartition partition, long offset) {
        uncommitted.merge(partition, offset, Math::max);
        try {
            consumer()
                    .commit(Map.of(partition, new OffsetAndMetadata(offset)))
                    .await()
                    .atMost(KAFKA_ANSWERS_WITHIN);
            uncommitted.remove(partition, offset);
        } catch (RuntimeException e) {
            // Whoever reads from an older commit meanwhile finds the files there and takes them over.
            LOG.infof("The offset %d of %s was not committed, again soon: %s", offset, partition, e.getMessage());
        }
    }

    /** Kafka takes no commits while the partitions are being shared out anew, nor while it is away. */
    private void commitAgain() {
        uncommitted.keySet().removeIf(partition -> assigned.of(partition) == null);
        uncommitted.forEach((partition, offset) -> writing.execute(() -> commit(partition, offset)));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return clients.getConsumer(CHANNEL);
    }

    private void uploadWhatIsDue() {
        for (PartitionWriter writer : assigned.all()) {
            writing.execute(() -> orDie(writer::uploadIfDue));
        }
    }

    private void lookAtTheEnds() {
        if (assigned.all().isEmpty()) {
            return;
        }
        consumer()
                .runOnPollingThread(consumer -> {
                    // Asked of Kafka, since what the consumer knows by itself stands still while it is paused.
                    consumer.endOffsets(consumer.assignment(), LOOK_AT_THE_ENDS)
                            .forEach((partition, end) ->
                                    gauges.end(new Source(partition.topic(), partition.partition()), end));
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("The ends of the log are not known: %s", failure.getMessage()));
    }

    /** At the end, what is open is uploaded and committed while Kafka is still connected. */
    void finish(@Observes ShutdownEvent end) {
        ending = true;
        ticks.shutdownNow();
        CompletableFuture<?>[] all = assigned.all().stream()
                .map(writer -> CompletableFuture.runAsync(() -> orLog(writer::finish), writing))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(config.finishWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf(
                    "Not all files could be uploaded within %s; their records are read again by the next life",
                    config.finishWithin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("Not all files could be uploaded; their records are read again by the next life", e);
        }
        assigned.all().forEach(PartitionWriter::abandon);
        writing.shutdown();
        s3.close();
    }

    private interface Disk {
        void use() throws IOException;
    }

    private static void orLog(Disk disk) {
        try {
            disk.use();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was collected is lost with the disk, and read again by the next life of this process. */
    private static void orDie(Disk disk) {
        try {
            disk.use();
        } catch (IOException | RuntimeException | Error e) {
            LOG.fatal("Files cannot be collected any more; ending, so that the next life reads their records again", e);
            Quarkus.asyncExit(1);
        }
    }

    /** The writers at work. */
    Assigned assigned() {
        return assigned;
    }

    /** What has been wrong for too long, by partition. */
    Map<String, String> troubles() {
        return diary.troubles();
    }
}
