package io.engage.ingest.http;

import io.engage.ingest.keys.ApiKey;

/**
 * Who sends a request.
 *
 * @param key its key
 * @param secret what it presented; for comparison only, never to be written anywhere
 * @param address where it comes from
 */
record Sender(ApiKey key, String secret, String address) {
    /** As it stands in logs and rejected input. */
    String described() {
        return "key " + key.id() + ", " + address;
    }

    @Override
    public String toString() {
        return described();
    }
}
