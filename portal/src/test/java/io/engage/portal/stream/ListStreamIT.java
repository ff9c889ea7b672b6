package io.engage.portal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.portal.EventStream;
import io.engage.portal.LiveVideos;
import io.engage.portal.PortalIT;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Promise: the stream of the list begins with a snapshot and then says only what changed. */
@QuarkusTest
class ListStreamIT extends PortalIT {
    @Test
    void onlyWhatChangedIsSaid() {
        // Given
        LiveVideos.write(redis, "a", "viewers", "3", "title", "First");
        LiveVideos.write(redis, "b", "viewers", "2", "title", "Second");
        try (EventStream stream = EventStream.open(port, "/api/stream")) {
            EventStream.Event snapshot = stream.next("snapshot");
            assertEquals(2, snapshot.json().get("total").intValue());
            // When
            LiveVideos.write(redis, "a", "viewers", "4");
            // Then
            EventStream.Event change = stream.next();
            assertEquals("change", change.name());
            assertEquals("[{\"video_id\":\"a\",\"viewers\":4}]", change.data());
            assertTrue(Long.parseLong(change.id()) > Long.parseLong(snapshot.id()));
        }
    }
}
