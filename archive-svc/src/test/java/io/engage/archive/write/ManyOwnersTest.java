package io.engage.archive.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promise: whatever step a writer is killed at, and however many believe at the same time that the partition is theirs, each
 * record of the log is in the bucket exactly once, in files that join.
 */
class ManyOwnersTest {
    private static final Source SOURCE = new Source("t", 0);
    private static final long HOUR = 3_600_000;

    /** Where a writer can be killed. */
    enum Step {
        BEFORE_UPLOAD,
        /** The bucket has a part of the bytes, which is nothing. */
        IN_THE_MIDDLE,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A partition with its committed offset, its bucket, and those who write. */
    private static final class World {
        final List<Entry> log = new ArrayList<>();
        final MemoryBucket bucket = new MemoryBucket();
        final List<Owner> owners = new ArrayList<>();
        final Path folder;
        long committed;
        long now = 1_700_000_000_000L;

        World(Path folder) {
            this.folder = folder;
        }

        void append(int gap, long later) {
            long offset = (log.isEmpty() ? 0 : log.getLast().offset() + 1) + gap;
            now += later;
            log.add(new Entry(offset, now, ("{\"n\":" + offset + "}").getBytes(StandardCharsets.UTF_8)));
        }

        Owner start() {
            Owner owner = new Owner(this);
            owners.add(owner);
            return owner;
        }
    }

    /** A process that reads the log from the committed offset, one record at a time, and may be killed by the way. */
    private static final class Owner {
        final World world;
        final PartitionWriter writer;
        final Set<Step> deadly = EnumSet.noneOf(Step.class);
        int read;

        Owner(World world) {
            this.world = world;
            while (read < world.log.size() && world.log.get(read).offset() < world.committed) {
                read++;
            }
            Bucket deadlyBucket = (name, extent, content) -> {
                dieAt(Step.BEFORE_UPLOAD);
                if (deadly.contains(Step.IN_THE_MIDDLE)) {
                    readHalf(content);
                }
                dieAt(Step.IN_THE_MIDDLE);
                Bucket.Put put = world.bucket.putIfAbsent(name, extent, content);
                dieAt(Step.BEFORE_COMMIT);
                return put;
            };
            writer = new PartitionWriter(
                    SOURCE,
                    world.committed,
                    deadlyBucket,
                    new CutRules(60, Duration.ofMinutes(5)),
                    world.folder,
                    () -> Instant.ofEpochMilli(world.now),
                    source -> 0,
                    new Silent(),
                    offset -> {
                        world.committed = offset;
                        dieAt(Step.AFTER_COMMIT);
                    });
        }

        private static void readHalf(Bucket.Content content) {
            try {
                content.open().get().readNBytes((int) content.length() / 2);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void dieAt(Step step) {
            if (deadly.contains(step)) {
                throw new Killed();
            }
        }

        /** Reads the next records; false when it died. */
        boolean read(int n) throws IOException {
            int to = (int) Math.min(world.log.size(), (long) read + n);
            List<Entry> batch = world.log.subList(read, to);
            if (batch.isEmpty()) {
                return true;
            }
            writer.enter(batch.getFirst().offset());
            read = to;
            return act(() -> writer.take(batch));
        }

        boolean tick() throws IOException {
            return act(writer::uploadIfDue);
        }

        boolean end() throws IOException {
            boolean alive = act(writer::finish);
            writer.close();
            return alive;
        }

        private boolean act(Action action) throws IOException {
            try {
                action.run();
                return true;
            } catch (Killed e) {
                writer.close();
                world.owners.remove(this);
                return false;
            }
        }

        private interface Action {
            void run() throws IOException;
        }
    }

    private static void drain(World world) throws IOException {
        Owner last = world.start();
        last.read(Integer.MAX_VALUE);
        last.end();
    }

    private static void check(World world) throws IOException {
        assertEquals(
                world.log.stream().map(MemoryBucket::text).toList(),
                world.bucket.records().stream().map(MemoryBucket::text).toList());
        long next = 0;
        for (Extent extent : world.bucket.files.values().stream()
                .map(MemoryBucket.Stored::extent)
                .sorted((a, b) -> Long.compare(a.first(), b.first()))
                .toList()) {
            assertEquals(next, extent.from());
            next = extent.next();
        }
        for (String path : world.bucket.files.keySet()) {
            FileName name = FileName.parse(path).orElseThrow();
            MemoryBucket.Stored file = world.bucket.files.get(path);
            assertEquals(name.hour().number(), file.extent().firstArrival() / HOUR);
            assertEquals(name.hour().number(), file.extent().lastArrival() / HOUR);
        }
    }

    /** One writer, killed once at the step, then another from the committed offset. */
    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAt(Step step) throws IOException {
        Path folder = Files.createTempDirectory("archive");
        try {
            for (int firstRead = 1; firstRead < 20; firstRead++) {
                // Given
                World world = new World(folder);
                for (int i = 0; i < 20; i++) {
                    world.append(i % 7 == 3 ? 1 : 0, i == 11 ? HOUR : 10);
                }
                Owner killed = world.start();
                killed.read(firstRead);
                killed.deadly.add(step);
                // When
                killed.read(20);
                drain(world);
                // Then
                check(world);
            }
        } finally {
            Files.delete(folder);
        }
    }

    /** Anything may happen: several owners at once, slow ones that wake up late, deaths at every step, hours that pass. */
    @Property(tries = 300)
    void anything(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("archive");
        try {
            // Given
            Random random = new Random(seed);
            World world = new World(folder);
            // When
            for (int act = 0; act < 120; act++) {
                Owner someone = world.owners.isEmpty() ? null : world.owners.get(random.nextInt(world.owners.size()));
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> {
                        for (int n = random.nextInt(12); n > 0; n--) {
                            world.append(
                                    random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0,
                                    random.nextInt(60) == 0 ? HOUR : random.nextInt(200) - 20);
                        }
                    }
                    case 3 -> {
                        if (world.owners.size() < 4) {
                            world.start();
                        }
                    }
                    case 4 -> {
                        if (someone != null) {
                            someone.deadly.add(Step.values()[random.nextInt(Step.values().length)]);
                        }
                    }
                    case 5 -> {
                        if (someone != null) {
                            world.now += random.nextInt(400_000);
                            someone.tick();
                        }
                    }
                    case 6 -> {
                        if (someone != null && someone.end()) {
                            world.owners.remove(someone);
                        }
                    }
                    default -> {
                        if (someone != null) {
                            someone.read(random.nextInt(25));
                        }
                    }
                }
            }
            for (Owner slow : List.copyOf(world.owners)) {
                slow.end();
            }
            drain(world);
            // Then
            check(world);
        } finally {
            Files.delete(folder);
        }
    }
}
