package io.engage.figures.log;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * 64-bit fingerprints that stand for ids in the state. Two of n different ids share one with a probability of about
 * n² / 2⁶⁵: below 10⁻⁶ for the two million sessions of one huge video. They are part of the stored state, so the function
 * (XXH3, 64 bit, of the UTF-8 bytes) never changes.
 */
public final class Fingerprint {
    private static final Hasher64 XXH3 = Hashing.xxh3_64();

    private Fingerprint() {}

    /** The fingerprint of a text; never 0, which marks an empty place in tables. */
    public static long of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return of(utf8, 0, utf8.length);
    }

    /** The fingerprint of the UTF-8 bytes of a text; never 0. */
    public static long of(byte[] utf8, int offset, int length) {
        return notZero(XXH3.hashBytesToLong(utf8, offset, length));
    }

    /** The fingerprint of an id within the scope of another, such as an event's within its video; never 0. */
    public static long within(long scope, long id) {
        // The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a product that keeps the two apart.
        long z = scope * 0x9E3779B97F4A7C15L + id;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return notZero(z ^ (z >>> 31));
    }

    private static long notZero(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
