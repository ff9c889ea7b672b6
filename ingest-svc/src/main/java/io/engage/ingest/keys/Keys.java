package io.engage.ingest.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** All keys. Of a secret only its SHA-256 is known here; a presented one is hashed, and compared in constant time. */
public final class Keys {
    @SuppressWarnings("ArrayRecordComponent") // a digest, compared in constant time only
    private record Entry(byte[] sha256, ApiKey key) {}

    private final List<Entry> entries;

    /** @param keys the SHA-256 of the secret, in hex, to the key */
    public Keys(Map<String, ApiKey> keys) {
        entries = keys.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Entry entry(String sha256, ApiKey key) {
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("the key \"" + key.id()
                    + "\" needs the SHA-256 of its secret as 64 hex digits: printf %s \"$SECRET\" | sha256sum");
        }
        return new Entry(HexFormat.of().parseHex(sha256), key);
    }

    /** The key of this secret, or null when there is none. */
    public ApiKey find(String secret) {
        byte[] presented = sha256(secret);
        ApiKey found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.sha256, presented)) {
                found = entry.key;
            }
        }
        return found;
    }

    /** Whether any key is for pages of this origin: all that can be known of a preflight request, which carries no key. */
    public boolean anyIsForPagesOf(String origin) {
        return entries.stream().anyMatch(entry -> entry.key.isForPagesOf(origin));
    }

    static String sha256Hex(String secret) {
        return HexFormat.of().formatHex(sha256(secret));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
