package io.engage.ingest.keys;

import java.util.Objects;

/**
 * A configured key, without the secret.
 *
 * @param id names it in logs and in rejected input
 * @param kind what its holder may do
 * @param origins the pages that may use it; of no meaning for a server's key
 * @param limit how many events per second it may send
 */
public record ApiKey(String id, KeyKind kind, Origins origins, TokenBucket limit) {
    public ApiKey {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(origins);
        Objects.requireNonNull(limit);
    }

    /** Whether a page of this origin may read the answers to what it sends with this key. */
    public boolean isForPagesOf(String origin) {
        return kind == KeyKind.PLAYER && origins.contain(origin);
    }
}
