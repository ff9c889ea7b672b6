package io.engage.ingest.keys;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The web origins whose pages may use a key. An entry is an origin as browsers send it ({@code https://example.org},
 * {@code http://example.org:8080}), an origin with any port ({@code http://localhost:*}), or {@code *} for all.
 */
public final class Origins {
    /** No origin at all. */
    public static final Origins NONE = new Origins(List.of());

    private static final String ANY_PORT = ":*";

    private final boolean all;
    private final Set<String> exact;
    private final Set<String> anyPort;

    /** @throws IllegalArgumentException when an entry is none of the three forms */
    public Origins(List<String> entries) {
        for (String entry : entries) {
            if (!entry.matches("\\*|null|[a-z][a-z0-9+.-]*://[^/*\\s]+(:\\*)?")) {
                throw new IllegalArgumentException(
                        "\"" + entry + "\" is no origin; write https://example.org, http://localhost:* or *");
            }
        }
        all = entries.contains("*");
        anyPort = entries.stream()
                .filter(entry -> entry.endsWith(ANY_PORT))
                .map(entry -> entry.substring(0, entry.length() - ANY_PORT.length()))
                .collect(Collectors.toUnmodifiableSet());
        exact = Set.copyOf(entries);
    }

    /** Whether a page of this origin, given as a browser's {@code Origin} header, is among them. */
    public boolean contain(String origin) {
        return all || exact.contains(origin) || anyPort.contains(withoutPort(origin));
    }

    private static String withoutPort(String origin) {
        int end = origin.length();
        while (end > 0 && Character.digit(origin.charAt(end - 1), 10) >= 0) {
            end--;
        }
        return end < origin.length() && end > 0 && origin.charAt(end - 1) == ':'
                ? origin.substring(0, end - 1)
                : origin;
    }
}
