package io.engage.ingest.keys;

import io.engage.ingest.IngestConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes the keys of the configuration. A wrong one stops the start, with a message that says what to do. */
final class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);
    private static final List<String> LOCALHOST = List.of(
            "http://localhost:*",
            "http://127.0.0.1:*",
            "http://[::1]:*",
            "https://localhost:*",
            "https://127.0.0.1:*",
            "https://[::1]:*");

    @Produces
    @Singleton
    Keys keys(IngestConfig config) {
        Map<String, ApiKey> keys = new LinkedHashMap<>();
        config.keys().forEach((id, key) -> {
            String name = key.name().orElse(id);
            List<String> origins = key.origins().orElse(List.of());
            if (key.kind() == KeyKind.PLAYER && origins.isEmpty()) {
                throw new IllegalArgumentException(
                        "the player key \"" + name + "\" needs origins: the pages that may use it");
            }
            keys.put(key.sha256(), key(name, key.kind(), origins, key.rate().orElse(config.rate())));
        });
        if (config.localKeys()) {
            keys.put(Keys.sha256Hex("local"), key("local", KeyKind.SERVER, List.of(), config.rate()));
            keys.put(Keys.sha256Hex("local-player"), key("local-player", KeyKind.PLAYER, LOCALHOST, config.rate()));
        }
        if (keys.isEmpty()) {
            LOG.warn("No key is configured, so nobody can send events; set engage.ingest.keys.<id>.sha256 and .kind");
        }
        return new Keys(keys);
    }

    private static ApiKey key(String id, KeyKind kind, List<String> origins, long rate) {
        return new ApiKey(id, kind, new Origins(origins), new TokenBucket(rate, System.nanoTime()));
    }
}
