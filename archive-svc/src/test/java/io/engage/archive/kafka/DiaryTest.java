package io.engage.archive.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.archive.format.Extent;
import io.engage.archive.format.FileName;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.archive.write.Bucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiaryTest {
    private static final Source SOURCE = new Source("engage.views", 2);
    private static final FileName NAME = new FileName(SOURCE, new Hour(490_000), 10);
    private static final Extent EXTENT = new Extent(10, 10, 19, 10, 1, 2);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-11-23T05:00:00Z");
    private final Diary diary = new Diary(meters, () -> now, Duration.ofMinutes(1));

    private void refuse(String why) {
        diary.refused(NAME, 1, 200, new Bucket.Unavailable(why, null));
    }

    /** Promise: a bucket that is away for a minute is said, with the partition and the last reason; one that is back is not. */
    @Test
    void saysWhatLasts() {
        refuse("S3 did not answer");
        now = now.plusSeconds(59);
        refuse("S3 refused it");
        assertEquals(Map.of(), diary.troubles());
        now = now.plusSeconds(1);
        assertEquals(Map.of("engage.views-2", "S3 refused it"), diary.troubles());
        // When
        diary.stored(NAME, EXTENT, 100);
        // Then
        assertEquals(Map.of(), diary.troubles());
        assertEquals(2, meters.counter("engage.archive.refused").count());
        assertEquals(1, meters.counter("engage.archive.files").count());
        assertEquals(10, meters.counter("engage.archive.records").count());
        assertEquals(100, meters.counter("engage.archive.bytes").count());
    }

    /** Promise: another log's bucket is said at once, until the partition is somebody else's. */
    @Test
    void saysThatTheBucketIsAnothers() {
        diary.foreign(NAME, EXTENT);
        assertTrue(diary.troubles().get("engage.views-2").contains("another log"), diary.troubles()::toString);
        diary.left(SOURCE);
        assertEquals(Map.of(), diary.troubles());
    }

    /** Promise: what Kafka deleted too early is counted. */
    @Test
    void countsWhatIsLost() {
        diary.lost(SOURCE, 20, 25);
        assertEquals(5, meters.counter("engage.archive.lost").count());
    }
}
