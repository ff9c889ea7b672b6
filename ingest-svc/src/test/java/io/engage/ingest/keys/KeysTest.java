package io.engage.ingest.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises on keys: found by their secret only, bound to their pages and to their rate. */
class KeysTest {
    @Test
    void aKeyIsFoundByItsSecretOnly() {
        // Given
        ApiKey first = key("first", KeyKind.SERVER, List.of());
        ApiKey second = key("second", KeyKind.PLAYER, List.of("https://a.example"));
        Keys keys = new Keys(Map.of(Keys.sha256Hex("one"), first, Keys.sha256Hex("zwei €"), second));
        // Then
        assertSame(first, keys.find("one"));
        assertSame(second, keys.find("zwei €"));
        assertNull(keys.find("One"));
        assertNull(keys.find(""));
        assertNull(keys.find(Keys.sha256Hex("one")));
        assertTrue(keys.anyIsForPagesOf("https://a.example"));
        assertFalse(keys.anyIsForPagesOf("https://b.example"));
    }

    @Test
    void aServersKeyIsForNoPage() {
        assertFalse(key("k", KeyKind.SERVER, List.of("*")).isForPagesOf("https://a.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25"})
    void aSecretInsteadOfItsHashStopsTheStart(String sha256) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> new Keys(Map.of(sha256, key("site", KeyKind.SERVER, List.of()))));
        assertTrue(refusal.getMessage().contains("sha256sum"));
        assertFalse(refusal.getMessage().contains("secret,"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example, https://a.example, true",
        "https://a.example, http://a.example, false",
        "https://a.example, https://a.example:8443, false",
        "https://a.example, https://a.example.evil.example, false",
        "https://a.example, https://evil.example/https://a.example, false",
        "http://localhost:*, http://localhost, true",
        "http://localhost:*, http://localhost:5173, true",
        "http://localhost:*, http://localhost:5173.evil.example, false",
        "http://localhost:*, http://localhost.evil.example:80, false",
        "http://localhost:*, https://localhost:80, false",
        "http://localhost:*, http://localhost:, false",
        "http://[::1]:*, http://[::1]:8080, true",
        "*, https://anything.example, true",
        "null, null, true",
        "https://a.example, null, false",
    })
    void anOriginIsComparedAsAWhole(String entry, String origin, boolean contained) {
        assertEquals(contained, new Origins(List.of(entry)).contain(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.example", "https://a.example/", "https://*.example", "https://", "https://a b"})
    void anythingElseIsNoOrigin(String entry) {
        assertThrows(IllegalArgumentException.class, () -> new Origins(List.of(entry)));
    }

    /** The model: no more than rate × time + one burst + the last overdraft is ever let in, and who waits as told is let in. */
    @Property
    void aRateIsKeptInTheMean(
            @ForAll @IntRange(min = 1, max = 1_000) int perSecond,
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 1, max = 3_000) Integer> batches) {
        // Given
        long start = Long.MAX_VALUE - 5_000_000_000L;
        TokenBucket bucket = new TokenBucket(perSecond, start);
        long now = start;
        long let = 0;
        int last = 0;
        // When
        for (int batch : batches) {
            now += batch * 777_777L;
            long wait = bucket.secondsToWait(now);
            if (wait > 0) {
                now += wait * 1_000_000_000L;
                assertEquals(0, bucket.secondsToWait(now));
            }
            bucket.take(batch, now);
            let += batch;
            last = batch;
            // Then
            double seconds = (now - start) / 1e9;
            assertTrue(let - last <= perSecond * (seconds + 1) + 1e-3);
        }
    }

    @Test
    void aRateBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(0, 0));
    }

    private static ApiKey key(String id, KeyKind kind, List<String> origins) {
        return new ApiKey(id, kind, new Origins(origins), new TokenBucket(1, 0));
    }
}
