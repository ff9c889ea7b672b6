package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.portal.EventStream;
import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Promise: the stream of a video begins with a snapshot and then says only what changed. */
@QuarkusTest
class VideoStreamIT extends PortalIT {
    @Test
    void onlyWhatChangedIsSaid() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First");
        try (EventStream stream = EventStream.open(port, "/api/videos/a/stream")) {
            assertEquals(
                    "{\"video_id\":\"a\",\"title\":\"First\",\"status\":\"live\",\"viewers\":3}",
                    stream.next("snapshot").data());
            // When
            LiveVideos.write(redis, "a", "viewers", "4", "title", "First");
            // Then
            EventStream.Event change = stream.next();
            assertEquals("change", change.name());
            assertEquals("{\"viewers\":4}", change.data());
        }
    }
}
