package io.engage.portal.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.engage.portal.videos.BadQuery;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: every id has an address, and every address one id, decoded once. */
class VideoAddressTest {
    @Property
    void anIdComesBackFromItsAddress(@ForAll @StringLength(min = 1, max = 128) String any) {
        // Given: a lone surrogate is no Unicode and never an id
        String id = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        // When, Then
        assertEquals(id, VideoAddress.id(VideoAddress.segment(id)));
        assertEquals(id, VideoAddress.fromSafe(VideoAddress.safe(id)));
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "%2E%2E, ..",
        ".., ..",
        "..;, ..",
        "a%3B, a;",
        "%252F, %2F",
        "a+b, a+b",
        "%F0%9F%98%80, 😀",
        "a'b, a'b"
    })
    void aSegmentIsDecodedOnce(String segment, String id) {
        assertEquals(id, VideoAddress.id(segment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "a%", "a%4", "%zz", "%-1", "%C3", "%ED%A0%80", "é", "", ";"})
    void whatIsNoEncodedIdIsRefused(String segment) {
        assertThrows(BadQuery.class, () -> VideoAddress.id(segment));
    }

    @Test
    void dotsAreKeptFromBrowsers() {
        assertEquals("..;", VideoAddress.segment(".."));
        assertEquals("...", VideoAddress.segment("..."));
    }
}
