package io.engage.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Promise: a point is read back from the log of points as it was written, whatever the video is called. */
class PointTest {
    @Example
    void hasTheDocumentedForm() {
        // When
        byte[] json = Point.json("a \"b\"", "viewers", 1_700_000_000, "{\"viewers\":3}");
        // Then
        assertEquals(
                "{\"video_id\":\"a \\\"b\\\"\",\"metric\":\"viewers\",\"t\":1700000000000,\"step\":10,\"viewers\":3}",
                new String(json, StandardCharsets.UTF_8));
    }

    @Property
    void isReadBack(@ForAll String video, @ForAll @LongRange(min = 0, max = 4_000_000_000L) long slot) {
        // Given
        String id = wellFormed(video);
        // When
        Point point = Point.read(Point.json(id, "reactions", slot, "{\"likes\":1,\"dislikes\":2}"));
        // Then
        assertEquals(new Point(id, "reactions", slot, "{\"likes\":1,\"dislikes\":2}"), point);
    }

    /** Ids come as UTF-8, which has no halves of pairs. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
