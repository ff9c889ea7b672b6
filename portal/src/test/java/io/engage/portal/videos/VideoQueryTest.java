package io.engage.portal.videos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: a query is understood as it is documented, or refused with what to write instead. */
class VideoQueryTest {
    @Test
    void withoutParametersItIsTheHundredMostWatchedLiveVideos() {
        assertEquals(VideoQuery.DEFAULT, VideoQuery.parse(name -> null));
        assertEquals(Status.LIVE, VideoQuery.DEFAULT.status());
        assertEquals(Sort.VIEWERS, VideoQuery.DEFAULT.sort());
        assertEquals(100, VideoQuery.DEFAULT.limit());
    }

    @Test
    void sameParametersAreTheSameQuery() {
        assertEquals(
                VideoQuery.parse(Map.of("limit", "5", "bbox", "1,2,3,4", "fields", "likes,viewers")::get),
                VideoQuery.parse(Map.of("limit", "5", "bbox", "1.0, 2,3,4", "fields", "viewers,likes,")::get));
        assertEquals(
                Set.of("likes", "viewers"),
                VideoQuery.parse(Map.of("fields", "viewers,likes")::get)
                        .fields()
                        .names());
    }

    @ParameterizedTest
    @CsvSource({
        "status, dead, 'status must be one of live, ended, all'",
        "sort, title, 'sort must be one of viewers, likes_10s, started_at'",
        "limit, 0, 'limit must be a whole number from 1 to 10000'",
        "limit, 10001, 'limit must be a whole number from 1 to 10000'",
        "limit, x, 'limit must be a whole number from 1 to 10000'",
        "bbox, '1,2,3', 'bbox needs four numbers, bbox=west,south,east,north in degrees'",
        "bbox, '1,2,3,x', 'bbox needs four numbers, bbox=west,south,east,north in degrees'",
        "bbox, '-181,2,3,4', 'bbox needs west and east from -180 to 180: bbox=west,south,east,north'",
        "bbox, 'NaN,2,3,4', 'bbox needs west and east from -180 to 180: bbox=west,south,east,north'",
        "bbox, '1,2,3,91', 'bbox needs south and north from -90 to 90: bbox=west,south,east,north'",
        "bbox, '1,5,3,4', 'bbox needs south not above north: bbox=west,south,east,north'",
        "fields, ',', 'fields needs the names of 1 to 50 fields, such as fields=viewers,likes_10s; leave it out for all fields'"
    })
    void whatIsNotUnderstoodIsRefusedWithWhatToWrite(String name, String text, String reason) {
        assertEquals(
                reason,
                assertThrows(BadQuery.class, () -> VideoQuery.parse(Map.of(name, text)::get))
                        .getMessage());
    }

    @Property
    void aBoxHoldsWhatLiesEastOfItsWesternEdgeUpToItsEasternOne(
            @ForAll @DoubleRange(min = -180, max = 180) double west,
            @ForAll @DoubleRange(min = -180, max = 180) double east,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude) {
        // Given: how far one travels eastwards from the western edge; 180 degrees east and west are one meridian
        double width = eastwards(west, east);
        boolean expected = eastwards(west, longitude) <= width
                || (Math.abs(longitude) == 180 && eastwards(west, -longitude) <= width);
        // When, Then
        assertEquals(
                expected,
                new BoundingBox(west, -90, east, 90).holds(0, longitude),
                west + " to " + east + " holds " + longitude);
    }

    private static double eastwards(double from, double to) {
        return to >= from ? to - from : 360 - from + to;
    }

    @Test
    void anUnknownPlaceLiesInNoBox() {
        assertEquals(false, new BoundingBox(-180, -90, 180, 90).holds(Double.NaN, Double.NaN));
    }
}
